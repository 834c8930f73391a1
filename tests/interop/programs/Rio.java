import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import org.eclipse.rdf4j.rio.ParserConfig;
import org.eclipse.rdf4j.rio.RDFFormat;
import org.eclipse.rdf4j.rio.RDFParser;
import org.eclipse.rdf4j.rio.RDFWriter;
import org.eclipse.rdf4j.rio.Rio;
import org.eclipse.rdf4j.rio.helpers.BasicParserSettings;

/** RDF4J's parsers at their strictest: Rio OUT FILE...; writes OUT/FILE.nq. */
class RioReader {
  public static void main(String[] args) throws Exception {
    for (int i = 1; i < args.length; i++) {
      String name = Path.of(args[i]).getFileName().toString();
      RDFFormat format = Rio.getParserFormatForFileName(name).orElseThrow();
      RDFParser parser = Rio.createParser(format);
      ParserConfig strict = new ParserConfig();
      strict.set(BasicParserSettings.FAIL_ON_UNKNOWN_DATATYPES, false);
      strict.set(BasicParserSettings.VERIFY_DATATYPE_VALUES, true);
      strict.set(BasicParserSettings.FAIL_ON_UNKNOWN_LANGUAGES, false);
      strict.set(BasicParserSettings.VERIFY_LANGUAGE_TAGS, true);
      strict.set(BasicParserSettings.VERIFY_RELATIVE_URIS, true);
      strict.set(BasicParserSettings.VERIFY_URI_SYNTAX, true);
      parser.setParserConfig(strict);
      try (InputStream in = new FileInputStream(args[i]);
          OutputStream out = new FileOutputStream(args[0] + "/" + name + ".nq")) {
        RDFWriter writer = Rio.createWriter(RDFFormat.NQUADS, out);
        parser.setRDFHandler(writer);
        parser.parse(in, "http://base.example/");
      }
    }
  }
}
