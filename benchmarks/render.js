// docxtemplater beside the other engines.
//   node render.js once TEMPLATE DATA TARGET    one document, as a process of its own
//   node render.js serve TEMPLATE DATA          a document for each line on standard input
const fs = require("fs");
const path = require("path");
const modules = process.env.DOCXTEMPLATER_MODULES;
const PizZip = require(path.join(modules, "pizzip"));
const Docxtemplater = require(path.join(modules, "docxtemplater"));

function render(template, data) {
  const options = { paragraphLoop: true, linebreaks: true };
  const document = new Docxtemplater(new PizZip(template), options);
  document.render(data);
  return document.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" });
}

const [mode, source, values, target] = process.argv.slice(2);
const template = fs.readFileSync(source);
const data = JSON.parse(fs.readFileSync(values, "utf8"));
if (mode === "once") {
  fs.writeFileSync(target, render(template, data));
} else {
  let result = null;
  require("readline")
    .createInterface({ input: process.stdin })
    .on("line", (line) => {
      if (line === "save") {
        fs.writeFileSync(target, result);
        console.log("saved");
        return;
      }
      const start = process.hrtime.bigint();
      const before = process.cpuUsage();
      result = render(template, data);
      const used = Number(process.hrtime.bigint() - start) / 1e6;
      const cpu = process.cpuUsage(before);
      console.log(JSON.stringify({ wall: used, cpu: (cpu.user + cpu.system) / 1e3 }));
    });
}
