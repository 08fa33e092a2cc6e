// Functions on a developer's machine write errors only, since the local server prints a line for each request, and nobody
// reads metrics. This has to be set before the code of the functions is loaded.
process.env.POWERTOOLS_LOG_LEVEL ??= 'ERROR';
process.env.POWERTOOLS_METRICS_DISABLED ??= 'true';
