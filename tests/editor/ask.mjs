// Put questions to the engine that VS Code edits JSON with, as one opened file.
// stdin: [{ text, ask: "faults" | "completion" | "hover", at }]; argument: the file's path.
// stdout: { answers, read }, where read lists every schema that the engine asked for.
import { readFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import engine from "vscode-json-languageservice";

const uri = pathToFileURL(process.argv[2]).href;
const read = [];
const service = engine.getLanguageService({
  // VS Code resolves "$schema" against the file that names it.
  workspaceContext: { resolveRelativePath: (relative, base) => new URL(relative, base).href },
  schemaRequestService: async (wanted) => {
    read.push(wanted);
    return readFileSync(fileURLToPath(wanted), "utf8");
  },
});
service.configure({ validate: true, allowComments: false });

const asked = {
  faults: async (file, tree) =>
    (await service.doValidation(file, tree)).map((fault) => ({
      message: fault.message,
      marked: file.getText(fault.range),
    })),
  completion: async (file, tree, place) =>
    (await service.doComplete(file, place, tree)).items.map((item) => ({
      label: item.label,
      told: item.documentation?.value ?? item.documentation ?? "",
      written: item.textEdit?.newText ?? item.insertText,
    })),
  hover: async (file, tree, place) =>
    ((await service.doHover(file, place, tree))?.contents ?? []).join("\n"),
};

const answers = [];
for (const { text, ask, at } of JSON.parse(readFileSync(0, "utf8"))) {
  const file = engine.TextDocument.create(uri, "json", 1, text);
  const tree = service.parseJSONDocument(file);
  answers.push(await asked[ask](file, tree, file.positionAt(at ?? 0)));
}
console.log(JSON.stringify({ answers, read }));
