package nftset

// Parse reads what might have come from the kernel, all of it, and returns how many elements there were.
func Parse(data []byte) (elements int) {
	for one, err := range replies(data) {
		if err != nil {
			return elements
		}
		_ = one.refusal() // as all below: it must not panic
		a := one.attributes()
		_, _, _ = a.text(1), a.uint32(2), a.uint64(3)
		elementsIn(a, func([]byte, bool) { elements++ })
	}
	return elements
}

// Written is a message with so many elements of IPv4, as we send them.
func Written(keys ...[]byte) []byte {
	var w writer
	w.message(message(12), 0, 1, 1, 0, func() {
		w.text(1, "bangui")
		w.text(2, "list1_ip4_1")
		w.nest(3, func() {
			for _, key := range keys {
				w.element(key, false)
				w.element(key, true)
			}
		})
	})
	return w.data
}

// CommentOf is how a name of a list stands in the rules.
func CommentOf(name string) string { return commentOf(name) }
