package wire

// object executes the opcodes about classes. No class is ever looked up: only names and arguments are kept.
func (m *machine) object(op byte) error {
	switch op {
	case opGlobal:
		return m.global()
	case opStackGlobal:
		return m.stackGlobal()
	case opBuild:
		return m.build()
	default: // REDUCE and NEWOBJ
		return m.call()
	}
}

func (m *machine) global() error {
	module, err := m.src.line()
	if err != nil {
		return err
	}
	name, err := m.src.line()
	if err != nil {
		return err
	}
	return m.push(Class{module, name})
}

func (m *machine) stackGlobal() error {
	items, err := m.popN(2)
	if err != nil {
		return err
	}
	module, ok1 := items[0].value.(string)
	name, ok2 := items[1].value.(string)
	if !ok1 || !ok2 {
		return m.src.fail("class name is no text")
	}
	return m.push(Class{module, name})
}

// call notes that a class is called with arguments.
func (m *machine) call() error {
	items, err := m.popN(2)
	if err != nil {
		return err
	}
	class, ok1 := items[0].value.(Class)
	args, ok2 := items[1].value.(Tuple)
	if !ok1 || !ok2 {
		return m.src.fail("call of something that is no class")
	}
	if class.isText() {
		return m.textObject(args)
	}
	n := &node{kind: &Object{Class: class, Args: args}, cost: cost{1, 1}}
	if err := m.grow(&n.cost, items[1]); err != nil {
		return err
	}
	return m.push(n)
}

// isText recognises the class that address objects are pickled as. Source: fail2ban/server/ipdns.py, IPAddr.__reduce__.
func (c Class) isText() bool {
	return c == Class{"builtins", "str"} || c == Class{"__builtin__", "unicode"} || c == Class{"__builtin__", "str"}
}

func (m *machine) textObject(args Tuple) error {
	if len(args) != 1 {
		return m.src.fail("text object without one argument")
	}
	text, ok := args[0].(string)
	if !ok {
		return m.src.fail("text object of something that is no text")
	}
	return m.push(text)
}

// build sets the state of the object below it.
func (m *machine) build() error {
	state, err := m.pop()
	if err != nil {
		return err
	}
	n, err := m.top()
	if err != nil {
		return err
	}
	object, ok := n.kind.(*Object)
	if !ok || object.State != nil {
		return m.src.fail("state for something that has none")
	}
	object.State = state.value
	return m.grow(&n.cost, state)
}
