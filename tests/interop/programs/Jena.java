import java.io.FileOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.jena.query.Dataset;
import org.apache.jena.query.DatasetFactory;
import org.apache.jena.query.QueryExecution;
import org.apache.jena.query.QueryExecutionFactory;
import org.apache.jena.query.ReadWrite;
import org.apache.jena.query.ResultSetFormatter;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.riot.system.ErrorHandlerFactory;
import org.apache.jena.shacl.ShaclValidator;
import org.apache.jena.shacl.Shapes;
import org.apache.jena.shacl.ValidationReport;
import org.apache.jena.tdb2.TDB2Factory;

/** Apache Jena, asked from the tests: one start of Java for many files and queries. */
class Jena {
  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "read" -> read(args);
      case "ask" -> ask(args);
      case "shacl" -> shacl(args);
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  /** read OUT FILE...: strictly, warnings being errors; writes OUT/FILE.nq. */
  private static void read(String[] args) throws Exception {
    for (int i = 2; i < args.length; i++) {
      Dataset data = DatasetFactory.create();
      RDFParser.create()
          .source(args[i])
          .strict(true)
          .checking(true)
          .forceLang(args[i].endsWith(".jsonld") ? Lang.JSONLD10 : null)
          .errorHandler(ErrorHandlerFactory.errorHandlerStrict)
          .parse(data);
      try (OutputStream out = new FileOutputStream(args[1] + "/" + Path.of(args[i]).getFileName() + ".nq")) {
        RDFDataMgr.write(out, data, Lang.NQUADS);
      }
    }
  }

  /** ask DATA OUT TDB2|- QUERY...: in memory, or through a store in the folder TDB2; writes OUT/QUERY.srj. */
  private static void ask(String[] args) throws Exception {
    Dataset data = args[3].equals("-") ? DatasetFactory.create() : TDB2Factory.connectDataset(args[3]);
    if (data.supportsTransactions()) data.begin(ReadWrite.WRITE);
    RDFDataMgr.read(data, args[1]);
    if (data.supportsTransactions()) {
      data.commit();
      data.end();
      data.begin(ReadWrite.READ);
    }
    for (int i = 4; i < args.length; i++) {
      Path query = Path.of(args[i]);
      try (QueryExecution run = QueryExecutionFactory.create(Files.readString(query), data);
          OutputStream out = new FileOutputStream(args[2] + "/" + query.getFileName() + ".srj")) {
        ResultSetFormatter.outputAsJSON(out, run.execSelect());
      }
    }
    if (data.supportsTransactions()) data.end();
  }

  /** shacl SHAPES DATA: prints whether the data conforms, then each result. */
  private static void shacl(String[] args) {
    Shapes shapes = Shapes.parse(RDFDataMgr.loadGraph(args[1]));
    ValidationReport report = ShaclValidator.get().validate(shapes, RDFDataMgr.loadGraph(args[2]));
    System.out.println(report.conforms());
    report.getEntries().forEach(each -> System.out.println(each.focusNode() + " " + each.resultPath() + " " + each.message()));
  }
}
