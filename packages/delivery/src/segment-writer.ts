import { closeSync, fstatSync, ftruncateSync, openSync, rmSync, statSync, writeSync } from 'node:fs';

/** Nobody else may read what spans say. */
const FILE_MODE = 0o600;

/** A new segment's file, to append to. What it throws is what the file system throws. */
export class SegmentWriter {
  readonly id: string;
  readonly path: string;
  readonly #file: number;
  readonly #inode: number;
  #bytes = 0;

  /**
   * Makes the file.
   *
   * @param id - The segment's.
   * @param path - Where there is no file yet.
   * @param head - What it begins with.
   */
  constructor(id: string, path: string, head: Uint8Array) {
    this.id = id;
    this.path = path;
    this.#file = openSync(path, 'wx', FILE_MODE);
    this.#inode = fstatSync(this.#file).ino;
    this.appendOrDiscard(head);
  }

  /** How long the file is. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Whether the file is still there: who slept for longer than a lease may find that another process has taken it. */
  get isInPlace(): boolean {
    return statSync(this.path, { throwIfNoEntry: false })?.ino === this.#inode;
  }

  /** Appends all of it, or leaves the file as it was. */
  append(bytes: Uint8Array): void {
    try {
      for (let written = 0; written < bytes.length; ) {
        written += writeSync(this.#file, bytes, written, bytes.length - written, this.#bytes + written);
      }
    } catch (error) {
      ftruncateSync(this.#file, this.#bytes);
      throw error;
    }
    this.#bytes += bytes.length;
  }

  /** Appends all of it, or removes the file. */
  appendOrDiscard(bytes: Uint8Array): void {
    try {
      this.append(bytes);
    } catch (error) {
      this.close();
      rmSync(this.path, { force: true });
      throw error;
    }
  }

  /** Closes the file. */
  close(): void {
    closeSync(this.#file);
  }
}
