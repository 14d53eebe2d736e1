export { SYSTEM_CLOCK, type Clock } from './clock.js';
export { createConversation, type Conversation } from './conversation.js';
export type { ConversationOptions } from './options.js';
export { evidenceOf } from './evidence-of.js';
export { fieldsOf, readIntake } from './intake.js';
export { intakeFromText, type TextIntake } from './intake-text.js';
export type { IntakeField, IntakeFields, IntakeOutcome } from './intake.js';
export {
  NETWORKS,
  type Actor,
  type Investigation,
  type InvestigationDetails,
  type Network,
  type Place,
} from './investigation.js';
export { DEFAULT_LIMITS, type ConversationLimits } from './limits.js';
export { createMemoryStore, type MemoryStoreOptions } from './memory/store.js';
export type { AuditAccess, Logger } from './ports.js';
export type {
  ConversationService,
  HandleOutcome,
  InvestigationEvent,
  RecentInvestigation,
  StartOutcome,
  StartRequest,
} from './service.js';
export type { Effect, InvestigationStore } from './store.js';
export type { Delivery, Surface } from './surface.js';
