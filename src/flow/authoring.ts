/** What reads, checks and draws flow files. Running flows takes none of it, nor the time to load it. */
export { editorSchemas } from './editor-schema.js';
export { flowPage } from './flow-page.js';
export { drawFlow } from './graph.js';
export { loadFlowLibrary, type LoadedLibrary, type LoadOptions } from './load.js';
export { walkPaths, type FlowPath } from './walk.js';
