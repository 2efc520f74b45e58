package conf

import (
	"fmt"
	"math/big"
	"strconv"
)

// Origin is the kind of place that a [Value] comes from.
type Origin string

// The origins.
const (
	// FromFile is a value that stands in a file: [Value.Setting] tells where.
	FromFile Origin = "file"
	// FromParameter is a value in the brackets behind the name of a filter or an action; [Value.Setting] is the option with the brackets.
	FromParameter Origin = "parameter"
	// FromDefault is what fail2ban takes if nothing is set.
	FromDefault Origin = "default"
	// FromFail2ban is what fail2ban itself sets, such as the name of the jail.
	FromFail2ban Origin = "fail2ban"
)

// Value is a value as fail2ban uses it, and how it came about. It must not be changed.
type Value struct {
	// Data is a string, bool, int64, *big.Int, or nil for Python's None.
	Data any
	// Origin tells where it comes from, and Setting which place in a file that is; nil if there is none.
	Origin  Origin
	Setting *Setting
	// Uses are the other values that were put into this one, in the order in which they were met, each once.
	Uses []Use
}

// Setting is an option as it is written in a file.
type Setting struct {
	File string
	// Line and End are the first and the last line, from 1.
	Line, End int
	// Section and Option are names as fail2ban reads them; a section may have a condition, such as Init?family=inet6.
	Section, Option string
	// Text is the value as written, with nothing put in.
	Text string
	// Earlier is the setting of the same name that this one replaces, which was read before; nil if there is none.
	Earlier *Setting
}

// Place is file and line as compilers write them.
func (s *Setting) Place() string { return fmt.Sprintf("%s:%d", s.File, s.Line) }

// Use is another value within a [Value].
type Use struct {
	// Written is how it is referred to, such as %(port)s or <chain>.
	Written string
	// Value is what it stands for.
	Value *Value
}

// Text is the value as fail2ban puts it into text: as Python's str does.
func (v *Value) Text() string {
	switch data := v.Data.(type) {
	case string:
		return data
	case bool:
		if data {
			return "True"
		}
		return "False"
	case int64:
		return strconv.FormatInt(data, 10)
	case *big.Int:
		return data.String()
	}
	return "None"
}

// values are options with their values.
type values = ordered[*Value]

// textOfOption returns the value of an option as text; empty if it is not set.
func textOfOption(o *values, name string) string {
	v, ok := o.get(name)
	if !ok || v.Data == nil {
		return ""
	}
	return v.Text()
}

// made is a value that stands in no file.
func made(origin Origin, data any) *Value { return &Value{Data: data, Origin: origin} }

// as is the same value with other data.
func (v *Value) as(data any) *Value {
	changed := *v
	changed.Data = data
	return &changed
}
