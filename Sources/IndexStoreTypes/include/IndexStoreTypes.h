#ifndef ALIDADE_INDEX_STORE_TYPES_H
#define ALIDADE_INDEX_STORE_TYPES_H

#include <stdbool.h>
#include <stddef.h>

// The types of libIndexStore's functions that pass a text by value, which Swift's own function types cannot
// describe. The library is loaded at run time by Platform/IndexStoreLibrary.swift; everything else of its
// interface is declared there.

// Bytes that belong to the library.
typedef struct {
  const char *data;
  size_t length;
} alidade_index_text;

// A property of a unit, dependency or symbol.
typedef alidade_index_text (*alidade_index_text_of)(void *object);

// Called with each unit's name; false ends the visit.
typedef bool (*alidade_index_visit_text)(void *context, alidade_index_text name);

// Visits the names of all units of a store.
typedef bool (*alidade_index_units)(void *store, unsigned sorted, void *context, alidade_index_visit_text visit);

#endif
