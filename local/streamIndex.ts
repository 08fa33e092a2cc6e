import { DatabaseSync } from 'node:sqlite';

/**
 * Gives the embedded database, which is SQLite, the index that it lacks: without it each write looks through all
 * records of all streams for the last sequence number, and after some ten thousand writes takes 100 times as long.
 * A database that keeps its streams otherwise is left as it is.
 */
export function indexStreams(file: string): void {
  const database = new DatabaseSync(file);
  try {
    database.exec(
      'CREATE INDEX IF NOT EXISTS stream_records_in_order ON _stream_records (table_name, CAST(sequence_number AS INTEGER))',
    );
  } catch {
    // Nothing depends on it but speed.
  } finally {
    database.close();
  }
}
