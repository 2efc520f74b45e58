package conf

import (
	"iter"
	"maps"
	"slices"
)

// ordered is a map that keeps the order in which keys came, as Python's dict does: it decides the order of the commands.
type ordered[V any] struct {
	keys   []string
	values map[string]V
}

func newOrdered[V any]() *ordered[V] { return &ordered[V]{values: make(map[string]V)} }

func (o *ordered[V]) get(key string) (V, bool) {
	v, ok := o.values[key]
	return v, ok
}

func (o *ordered[V]) has(key string) bool {
	_, ok := o.values[key]
	return ok
}

// set changes a value in its place, or adds it at the end.
func (o *ordered[V]) set(key string, value V) {
	if !o.has(key) {
		o.keys = append(o.keys, key)
	}
	o.values[key] = value
}

func (o *ordered[V]) remove(key string) {
	delete(o.values, key)
	o.keys = slices.DeleteFunc(o.keys, func(k string) bool { return k == key })
}

func (o *ordered[V]) len() int { return len(o.keys) }

// all are the entries in order. Values may be set meanwhile, and added ones are not seen.
func (o *ordered[V]) all() iter.Seq2[string, V] {
	return func(yield func(string, V) bool) {
		for _, key := range o.keys {
			if !yield(key, o.values[key]) {
				return
			}
		}
	}
}

func (o *ordered[V]) clone() *ordered[V] {
	return &ordered[V]{keys: slices.Clone(o.keys), values: maps.Clone(o.values)}
}

// merged is a new map with the entries of both, those of other winning.
func (o *ordered[V]) merged(other *ordered[V]) *ordered[V] {
	m := o.clone()
	for key, value := range other.all() {
		m.set(key, value)
	}
	return m
}
