/**
 * Databases, storage and messages: what a run moved, as spans.
 *
 * @packageDocumentation
 */
export {
  type DataMetrics,
  setDataMetrics,
  setWarehouseMetrics,
  type WarehouseMetrics,
} from './metrics';
export { DBOperation, MessagingOperation, StorageOperation } from './operations';
export { normalizeDatabase, normalizeMessaging, normalizeStorage } from './systems';
export { type TrackDbOperation, trackDbOperation } from './track-db-operation';
export { type TrackMessagingOperation, trackMessagingOperation } from './track-messaging-operation';
export { type TrackStorageOperation, trackStorageOperation } from './track-storage-operation';
export type {
  CallOptions,
  DataCall,
  DbCall,
  DbCallOptions,
  DbCallScope,
  DbResult,
  MessagingCall,
  MessagingCallOptions,
  MessagingCallScope,
  MessagingResult,
  StorageCall,
  StorageCallOptions,
  StorageCallScope,
  StorageResult,
  TransferredBytes,
} from './types';
