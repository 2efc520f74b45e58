package wire

// Value is one decoded value. Its dynamic type is one of
//
//	nil       None
//	bool      True, False
//	int64     int, where it fits
//	*big.Int  int, where it does not
//	float64   float
//	string    str; also an address object of fail2ban, which is pickled as builtins.str(text)
//	[]byte    bytes
//	List      list
//	Tuple     tuple
//	Dict      dict, in the order of the message
//	Set       set and frozenset
//	*Object   an object of any other class, an exception for example
//	Class     a class that nobody has called
type Value = any

// List is a Python list.
type List []Value

// Tuple is a Python tuple.
type Tuple []Value

// Set is a Python set or frozenset, in the order of the message.
type Set []Value

// Dict is a Python dict, in the order of the message.
type Dict []Pair

// Pair is one entry of a [Dict].
type Pair struct{ Key, Value Value }

// Get returns the value of a text key, and whether the dict has it.
func (d Dict) Get(key string) (Value, bool) {
	for _, pair := range d {
		if pair.Key == Value(key) {
			return pair.Value, true
		}
	}
	return nil, false
}

// Class is the name of a Python class.
type Class struct{ Module, Name string }

// Object is what is known of an object without making it: its class, the arguments it is built from and the state set afterwards.
type Object struct {
	Class Class
	Args  Tuple
	// State is what BUILD sets, usually a [Dict]; nil without one.
	State Value
}
