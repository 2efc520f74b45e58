package wire

// machine is pickle's stack machine without everything that could run code.
//
// Containers are under construction (*node) until something refers to them: put into another container, fetched from the memo,
// or returned. From then on they are sealed, and a message that still changes them is refused. So no value can contain itself, and
// the expanded size of each is known when it is sealed: a message that doubles itself by references meets the limit at once.
type machine struct {
	src   *source
	stack []item
	marks []int
	memo  memo
}

// cost is what it takes to walk through a value.
type cost struct {
	// size is the number of values in it, itself included, each reference counted.
	size int32
	// depth is the number of levels in it.
	depth int32
}

// item is a value on the stack or in the memo.
type item struct {
	value Value
	cost
}

// node is a container or object that may still change.
type node struct {
	// kind is a zero value of List, Dict or Set, or the *Object.
	kind   Value
	list   []Value
	pairs  []Pair
	sealed bool
	cost
}

// keepItems is how much room a machine keeps for the next message.
const keepItems = 1 << 12

// forget drops what the last message left behind, and its room if that was large.
func (m *machine) forget() {
	m.stack, m.marks = emptied(m.stack), m.marks[:0]
	m.memo.forget()
}

func emptied(items []item) []item {
	if cap(items) > keepItems {
		return nil
	}
	clear(items[:cap(items)])
	return items[:0]
}

// run executes opcodes until STOP and returns the one value that must be left.
func (m *machine) run() (Value, error) {
	for {
		op, err := m.src.byte()
		if err != nil {
			return nil, err
		}
		if op == opStop {
			return m.result()
		}
		if err := m.step(op); err != nil {
			return nil, err
		}
	}
}

func (m *machine) result() (Value, error) {
	if len(m.stack) != 1 || len(m.marks) != 0 {
		return nil, m.src.fail("message does not leave one value")
	}
	return m.seal(m.stack[0]).value, nil
}

func (m *machine) push(value Value) error { return m.pushItem(item{value, cost{1, 1}}) }

func (m *machine) pushItem(it item) error {
	if len(m.stack) >= m.src.limits.Items {
		return m.src.fail("too many items")
	}
	m.stack = append(m.stack, it)
	return nil
}

func (m *machine) pushNode(kind Value) error {
	return m.push(&node{kind: kind, cost: cost{1, 1}})
}

// floor is the height below which the present opcode may not reach.
func (m *machine) floor() int {
	if len(m.marks) == 0 {
		return 0
	}
	return m.marks[len(m.marks)-1]
}

func (m *machine) pop() (item, error) {
	if len(m.stack) <= m.floor() {
		return item{}, m.src.fail("value is missing")
	}
	it := m.stack[len(m.stack)-1]
	m.stack = m.stack[:len(m.stack)-1]
	return m.seal(it), nil
}

// popMark removes everything above the last mark. The result is valid until the next push.
func (m *machine) popMark() ([]item, error) {
	if len(m.marks) == 0 {
		return nil, m.src.fail("mark is missing")
	}
	at := m.floor()
	m.marks = m.marks[:len(m.marks)-1]
	items := m.stack[at:]
	m.stack = m.stack[:at]
	for i := range items {
		items[i] = m.seal(items[i])
	}
	return items, nil
}

// popN removes the n uppermost values. The result is valid until the next push.
func (m *machine) popN(n int) ([]item, error) {
	at := len(m.stack) - n
	if at < m.floor() {
		return nil, m.src.fail("value is missing")
	}
	items := m.stack[at:]
	m.stack = m.stack[:at]
	for i := range items {
		items[i] = m.seal(items[i])
	}
	return items, nil
}

// top returns the uppermost value if it is still under construction.
func (m *machine) top() (*node, error) {
	if len(m.stack) <= m.floor() {
		return nil, m.src.fail("container is missing")
	}
	n, ok := m.stack[len(m.stack)-1].value.(*node)
	if !ok {
		return nil, m.src.fail("value is no container")
	}
	if n.sealed {
		return nil, m.src.fail("container changes after its use")
	}
	return n, nil
}

// grow adds the cost of it to that of the container it goes into.
func (m *machine) grow(c *cost, it item) error {
	size := int64(c.size) + int64(it.size)
	if size > int64(m.src.limits.Items) {
		return m.src.fail("too many items")
	}
	c.size, c.depth = int32(size), max(c.depth, it.depth+1)
	if int(c.depth) > m.src.limits.Depth {
		return m.src.fail("nested too deeply")
	}
	return nil
}

// seal finishes a container under construction; other values stay as they are.
func (m *machine) seal(it item) item {
	n, ok := it.value.(*node)
	if !ok {
		return it
	}
	n.sealed = true
	return item{n.value(), n.cost}
}

func (n *node) value() Value {
	switch kind := n.kind.(type) {
	case Dict:
		return Dict(n.pairs)
	case Set:
		return Set(n.list)
	case List:
		return List(n.list)
	default:
		return kind
	}
}
