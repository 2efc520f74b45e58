package store

import (
	"fmt"
	"strconv"
	"strings"
)

// filter collects conditions and their arguments. Its zero value lets everything through.
type filter struct {
	conditions []string
	args       []any
}

// add adds a condition with a %s for each argument.
func (f *filter) add(condition string, args ...any) {
	names := make([]any, len(args))
	for i, arg := range args {
		names[i] = f.arg(arg)
	}
	f.conditions = append(f.conditions, fmt.Sprintf(condition, names...))
}

// addText adds that the column is equal to the text, unless that is empty.
func (f *filter) addText(column, text string) {
	if text != "" {
		f.add(column+" = %s", text)
	}
}

// addOneOf adds that the column is equal to one of the texts, of which there is at least one.
func (f *filter) addOneOf(column string, texts []string) {
	names := make([]string, len(texts))
	for i, text := range texts {
		names[i] = f.arg(text)
	}
	f.conditions = append(f.conditions, column+" in ("+strings.Join(names, ", ")+")")
}

// addNumbers adds that the column is equal to one of the numbers, of which there is at least one.
func (f *filter) addNumbers(column string, numbers []uint32) {
	names := make([]string, len(numbers))
	for i, number := range numbers {
		names[i] = f.arg(number)
	}
	f.conditions = append(f.conditions, column+" in ("+strings.Join(names, ", ")+")")
}

// arg adds an argument only and returns its name in the statement.
func (f *filter) arg(arg any) string {
	f.args = append(f.args, arg)
	return "$" + strconv.Itoa(len(f.args))
}

// list is what goes behind set, where the conditions are assignments.
func (f *filter) list() string { return strings.Join(f.conditions, ", ") }

// text is what goes behind where.
func (f *filter) text() string {
	if len(f.conditions) == 0 {
		return "1 = 1"
	}
	return strings.Join(f.conditions, " and ")
}

// maxKey is how many bytes of a text are kept where an index has it: PostgreSQL takes no index entry above 2,704 bytes, and an
// address as fail2ban knows it may be any text.
const maxKey = 512

// cutKey cuts text that stands in an index to maxKey bytes and makes it harmless.
func cutKey(text string) string { return cut(text, maxKey) }
