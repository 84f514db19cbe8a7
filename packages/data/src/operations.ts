/** Operations of databases. Any other text is written as well, in upper case. */
export const DBOperation = {
  SELECT: 'SELECT',
  INSERT: 'INSERT',
  UPDATE: 'UPDATE',
  DELETE: 'DELETE',
  UPSERT: 'UPSERT',
  MERGE: 'MERGE',
  CREATE: 'CREATE',
  DROP: 'DROP',
  ALTER: 'ALTER',
  INDEX: 'INDEX',
  TRANSACTION: 'TRANSACTION',
  BATCH: 'BATCH',
} as const;

/** Operations of object storage. Any other text is written as well, in upper case. */
export const StorageOperation = {
  GET: 'GET',
  PUT: 'PUT',
  DELETE: 'DELETE',
  LIST: 'LIST',
  HEAD: 'HEAD',
  COPY: 'COPY',
  MULTIPART_UPLOAD: 'MULTIPART_UPLOAD',
} as const;

/** Operations of queues and brokers. Any other text is written as well, in lower case. */
export const MessagingOperation = {
  PUBLISH: 'publish',
  CONSUME: 'consume',
  RECEIVE: 'receive',
  SEND: 'send',
  SUBSCRIBE: 'subscribe',
} as const;
