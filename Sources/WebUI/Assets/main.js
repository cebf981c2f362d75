// Loaded on every page, deferred. Each feature looks for its own element and does nothing without it: pages are
// complete without script.
