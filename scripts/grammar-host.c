// Three functions that the grammars of the wheel call when they are loaded. The files are Python modules whose
// only content is a pointer to the grammar: handing back what is given is enough, and no Python is needed.
// Compiled into libtree-sitter by scripts/setup.

#include <stdint.h>

void *PyModuleDef_Init(void *definition) { return definition; }

void *PyModule_Create2(void *definition, int version) {
  (void)version;
  return definition;
}

void *PyCapsule_New(void *pointer, const char *name, void *destructor) {
  (void)name;
  (void)destructor;
  return pointer;
}
