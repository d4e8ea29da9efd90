// What the build makes of the program itself.

export { commandTree } from "./command-tree.ts";
export { manualPage } from "./manual.ts";
