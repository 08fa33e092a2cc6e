const MESSAGE = /message: ?("(?:[^"\\]|\\.)*")(?=\s*\})/g;

/** Returns the code of a validator in which a sentence that several rules tell stands once. */
export function sharingMessages(code: string): string {
  const told = [...code.matchAll(MESSAGE)].map(([, text = '']) => text);
  const repeated = [...new Set(told.filter((text, n) => told.indexOf(text) !== n))];
  const names = new Map(repeated.map((text, n) => [text, `message${n}`]));
  const constants = [...names].map(([text, name]) => `const ${name} = ${text};\n`);
  return (
    constants.join('') + code.replace(MESSAGE, (whole, text) => whole.replace(text, names.get(text) ?? text))
  );
}
