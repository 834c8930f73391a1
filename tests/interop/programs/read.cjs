// JavaScript's parsers: node read.cjs n3|jsonld OUT FILE...; writes OUT/FILE.nq
const fs = require("node:fs");
const path = require("node:path");
const [, , library, out, ...files] = process.argv;
const formats = { ".ttl": "Turtle", ".trig": "TriG", ".nt": "N-Triples", ".nq": "N-Quads" };

const read = {
  n3: async (text, file) => {
    const { Parser, Writer } = require("n3");
    const quads = new Parser({ format: formats[path.extname(file)] }).parse(text);
    return new Writer({ format: "N-Quads" }).quadsToString(quads);
  },
  jsonld: async (text) => {
    const jsonld = require("jsonld");
    const documentLoader = async (url) => { throw new Error(`the context isn't inside: ${url}`); };
    return jsonld.toRDF(JSON.parse(text), { format: "application/n-quads", documentLoader });
  },
};

(async () => {
  for (const file of files) {
    fs.writeFileSync(path.join(out, path.basename(file) + ".nq"), await read[library](fs.readFileSync(file, "utf8"), file));
  }
})().catch((error) => { console.error(error); process.exit(1); });
