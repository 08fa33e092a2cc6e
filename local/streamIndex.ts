import { DatabaseSync } from 'node:sqlite';

/**
 * Gives the embedded database, which is SQLite, the index that it lacks. Speed: without it each write searches all
 * records of all streams for the last sequence number, and after some ten thousand writes takes 100 times as long. A
 * database with another layout stays as it is.
 */
export function indexStreams(file: string): void {
  const database = new DatabaseSync(file);
  try {
    database.exec(
      'CREATE INDEX IF NOT EXISTS stream_records_in_order ON _stream_records (table_name, CAST(sequence_number AS INTEGER))',
    );
  } catch {
    // Only speed depends on it.
  } finally {
    database.close();
  }
}
