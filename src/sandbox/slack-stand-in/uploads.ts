import { createId } from './ids.js';

/** A file on its way in: announced by getUploadURLExternal, filled by the upload, shared by completeUploadExternal. */
export interface Upload {
  readonly id: string;
  readonly name: string;
  readonly length: number;
  readonly snippetType?: string;
  readonly content?: string;
}

export interface Uploads {
  announce(upload: Omit<Upload, 'id' | 'content'>): Upload;
  /** False where nothing was announced under this id, or another length. */
  fill(id: string, content: Buffer): boolean;
  find(id: string): Upload | undefined;
}

export function createUploads(): Uploads {
  const uploads = new Map<string, Upload>();
  return {
    announce(upload) {
      const announced = { ...upload, id: createId('F') };
      uploads.set(announced.id, announced);
      return announced;
    },
    fill(id, content) {
      const announced = uploads.get(id);
      if (announced === undefined || announced.length !== content.length) return false;
      uploads.set(id, { ...announced, content: content.toString('utf8') });
      return true;
    },
    find: (id) => uploads.get(id),
  };
}
