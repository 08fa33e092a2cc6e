/** Only surprises are shown of the functions' logs: each 503 is counted elsewhere. */
export function showSurprisesOnly(): void {
  // biome-ignore lint/suspicious/noConsole: what functions log goes to the console
  const log = console.error;
  console.error = (line: string) => {
    if (line.includes('"INTERNAL_ERROR"')) log(line);
  };
}
