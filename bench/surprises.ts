/** Only surprises are shown of the functions' logs: each 503 is counted elsewhere. */
export function showSurprisesOnly(): void {
  const write = process.stderr.write.bind(process.stderr);
  process.stderr.write = (text: string | Uint8Array) => {
    const isOfLog = String(text).startsWith('{"level"');
    return isOfLog && !String(text).includes('"INTERNAL_ERROR"') ? true : write(text);
  };
}
