package main

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/oschwald/maxminddb-golang/v2"
)

// nodeBytes is the size of a node: two records of 24 bits.
const nodeBytes = 6

// shrink returns the same file with each subtree once, however often it occurs: countries alternate in the same small patterns all over
// the address space, and more than half of the nodes are repetitions. The format allows nodes to be shared; the aliases that most files
// have for IPv4 rely on it. Source: MaxMind DB File Format Specification 2.0, section Binary Search Tree.
func shrink(file []byte) ([]byte, error) {
	reader, err := maxminddb.OpenBytes(file)
	if err != nil {
		return nil, err
	}
	if reader.Metadata.RecordSize != 8*nodeBytes/2 {
		return nil, fmt.Errorf("records have %d bits, want 24", reader.Metadata.RecordSize)
	}
	t := newTree(file, int(reader.Metadata.NodeCount))
	nodes := t.number()
	small := make([]byte, 0, len(file))
	for _, node := range nodes {
		for _, record := range t.records(node) {
			value := t.renumber(record, len(nodes))
			small = append(small, byte(value>>16), byte(value>>8), byte(value))
		}
	}
	rest, err := withNodeCount(file[t.count*nodeBytes:], t.count, len(nodes))
	return append(small, rest...), err
}

// tree is the search tree of a file.
type tree struct {
	file  []byte
	count int
	// same is, by node, the one that stands for all subtrees that are like its own.
	same []int
	// place is, by node, the number that it gets; -1 for none.
	place []int
}

// newTree finds the subtrees that are alike. Children have higher numbers than their parents in the files of mmdbwriter, so one
// pass from the end finds them before those that they are parts of.
func newTree(file []byte, count int) *tree {
	t := &tree{file: file, count: count, same: make([]int, count), place: make([]int, count)}
	first := make(map[[2]int]int)
	for node := count - 1; node >= 0; node-- {
		children := t.records(node)
		for i, child := range children {
			if child < count {
				children[i] = t.same[child]
			}
		}
		if _, ok := first[children]; !ok {
			first[children] = node
		}
		t.same[node], t.place[node] = first[children], -1
	}
	return t
}

// records are the two values of a node: below count they are nodes.
func (t *tree) records(node int) [2]int {
	b := t.file[node*nodeBytes:]
	return [2]int{int(b[0])<<16 | int(b[1])<<8 | int(b[2]), int(b[3])<<16 | int(b[4])<<8 | int(b[5])}
}

// number gives the nodes that are needed their new numbers, and returns them in that order: parents before children, and what is looked
// up together lies together.
func (t *tree) number() []int {
	var order []int
	waiting := []int{t.same[0]}
	for len(waiting) > 0 {
		node := waiting[len(waiting)-1]
		waiting = waiting[:len(waiting)-1]
		if t.place[node] >= 0 {
			continue
		}
		t.place[node] = len(order)
		order = append(order, node)
		children := t.records(node)
		for _, child := range [2]int{children[1], children[0]} {
			if child < t.count {
				waiting = append(waiting, t.same[child])
			}
		}
	}
	return order
}

// renumber returns what a record is in a file of count nodes: those that are no nodes lie that much nearer.
func (t *tree) renumber(record, count int) int {
	if record < t.count {
		return t.place[t.same[record]]
	}
	return record - t.count + count
}

// withNodeCount returns what follows the tree, with the other number of nodes in its metadata.
func withNodeCount(rest []byte, before, after int) ([]byte, error) {
	old, changed := numberField("node_count", before), numberField("node_count", after)
	if bytes.Count(rest, old) != 1 {
		return nil, errors.New("the number of nodes is not where it was expected")
	}
	return bytes.Replace(rest, old, changed, 1), nil
}

// numberField is a key and a uint32 as they stand in metadata. Source: the same specification, section Output Data Section.
func numberField(key string, n int) []byte {
	const typeString, typeUint32 = 2, 6
	number := bytes.TrimLeft([]byte{byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)}, "\x00")
	field := append([]byte{typeString<<5 | byte(len(key))}, key...)
	return append(append(field, typeUint32<<5|byte(len(number))), number...)
}
