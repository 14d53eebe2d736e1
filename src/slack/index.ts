export { createSlackApp, type SlackApp, type SlackAppOptions } from './app.js';
export { createSlackAccess } from './access.js';
export type { SlackConfig } from './config.js';
export { EVENTS_PATH } from './http-intake.js';
export { createSlackGroups } from './groups.js';
export { createSlackSurface, type SlackSurfaceOptions } from './surface.js';
