// Other engines beside ours: docxtemplater and easy-template-x, which share tags and data.
//   node render.js ENGINE once TEMPLATE DATA TARGET    one document, as a process of its own
//   node render.js ENGINE serve TEMPLATE DATA          a document for each line on standard input
const fs = require("fs");
const path = require("path");
const modules = process.env.BENCHMARK_MODULES;
const load = (name) => require(path.join(modules, name));

const engines = {
  docxtemplater() {
    const PizZip = load("pizzip");
    const Docxtemplater = load("docxtemplater");
    return async (template, data) => {
      const options = { paragraphLoop: true, linebreaks: true };
      const document = new Docxtemplater(new PizZip(template), options);
      document.render(data);
      return document.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" });
    };
  },
  "easy-template-x"() {
    const { TemplateHandler } = load("easy-template-x");
    const handler = new TemplateHandler();
    return (template, data) => handler.process(template, data);
  },
};

async function main() {
  const [engine, mode, source, values, target] = process.argv.slice(2);
  const render = engines[engine]();
  const template = fs.readFileSync(source);
  const data = JSON.parse(fs.readFileSync(values, "utf8"));
  if (mode === "once") {
    fs.writeFileSync(target, await render(template, data));
    return;
  }
  let result = null;
  for await (const line of require("readline").createInterface({ input: process.stdin })) {
    if (line.startsWith("save ")) {
      fs.writeFileSync(line.slice(5), result);
      console.log("saved");
      continue;
    }
    const start = process.hrtime.bigint();
    const before = process.cpuUsage();
    result = await render(template, data);
    const used = Number(process.hrtime.bigint() - start) / 1e6;
    const cpu = process.cpuUsage(before);
    console.log(JSON.stringify({ wall: used, cpu: (cpu.user + cpu.system) / 1e3 }));
  }
}

main().catch((error) => {
  console.error(String(error.stack || error));
  process.exit(1);
});
