export { createTeams, MESSAGES_PATH, type TeamsParts } from './app.js';
