package nftset

import (
	"golang.org/x/sys/unix"
)

// The chains of our table. Both hooks have the same answer: what may come in may be passed on.
const (
	chainSources = "sources"
	chainInput   = "input"
	chainForward = "forward"
)

// priority is before that of fail2ban's chains, -1, and after connection tracking, -200. A packet that we let through goes on to them, and to the
// operator's: only a drop is final. Source: fail2ban, config/action.d/nftables.conf, chain_priority.
const priority = -10

// offsets and lengths in the headers of packets. Sources: RFC 791, RFC 8200, RFC 4443.
const (
	sourceAt4, destinationAt4 = 12, 16
	sourceAt6, destinationAt6 = 8, 24
	hopLimitAt                = 7
)

// newChains writes the orders for the chains; those that are there stay.
func newChains(b *batch, table string) {
	chain := func(name string, more func(w *writer)) {
		b.add("make chain "+name, unix.NFT_MSG_NEWCHAIN, unix.NLM_F_CREATE, func(w *writer) {
			w.text(unix.NFTA_CHAIN_TABLE, table)
			w.text(unix.NFTA_CHAIN_NAME, name)
			more(w)
		})
	}
	chain(chainSources, func(*writer) {})
	for _, base := range bases() {
		chain(base.name, func(w *writer) {
			w.nest(unix.NFTA_CHAIN_HOOK, func() {
				w.uint32(unix.NFTA_HOOK_HOOKNUM, base.hook)
				at := int32(priority)
				w.uint32(unix.NFTA_HOOK_PRIORITY, uint32(at))
			})
			w.uint32(unix.NFTA_CHAIN_POLICY, policyAccept)
			w.text(unix.NFTA_CHAIN_TYPE, "filter")
		})
	}
}

const policyAccept = 1 // NF_ACCEPT

// base is a chain that packets come to by themselves.
type base struct {
	name string
	hook uint32
}

func bases() []base {
	return []base{{chainInput, unix.NF_INET_LOCAL_IN}, {chainForward, unix.NF_INET_FORWARD}}
}

// newRule writes the order for a rule behind those that the chain has. comment is for people, and may be empty.
func newRule(b *batch, table, chain, comment string, expressions func(r rule)) {
	b.add("make a rule in chain "+chain, unix.NFT_MSG_NEWRULE, unix.NLM_F_CREATE|unix.NLM_F_APPEND, func(w *writer) {
		w.text(unix.NFTA_RULE_TABLE, table)
		w.text(unix.NFTA_RULE_CHAIN, chain)
		w.nest(unix.NFTA_RULE_EXPRESSIONS, func() { expressions(rule{w}) })
		if comment != "" {
			w.bytes(unix.NFTA_RULE_USERDATA, userComment(comment))
		}
	})
}

// userComment is a comment as nft writes and reads it: kind 0, length, text with a zero at the end. Source: libnftnl, src/udata.c.
func userComment(comment string) []byte {
	const kindComment = 0
	return append(append([]byte{kindComment, byte(len(comment) + 1)}, comment...), 0)
}

// rule writes the expressions of one. They go through register 1 one after the other.
type rule struct{ w *writer }

func (r rule) expression(name string, body func(w *writer)) {
	r.w.nest(unix.NFTA_LIST_ELEM, func() {
		r.w.text(unix.NFTA_EXPR_NAME, name)
		r.w.nest(unix.NFTA_EXPR_DATA, func() { body(r.w) })
	})
}

// meta loads a fact about the packet, and compares it.
func (r rule) meta(key uint32, value []byte) {
	r.expression("meta", func(w *writer) {
		w.uint32(unix.NFTA_META_DREG, unix.NFT_REG_1)
		w.uint32(unix.NFTA_META_KEY, key)
	})
	r.compare(unix.NFT_CMP_EQ, value)
}

func (r rule) compare(operation uint32, value []byte) {
	r.expression("cmp", func(w *writer) {
		w.uint32(unix.NFTA_CMP_SREG, unix.NFT_REG_1)
		w.uint32(unix.NFTA_CMP_OP, operation)
		w.nest(unix.NFTA_CMP_DATA, func() { w.bytes(unix.NFTA_DATA_VALUE, value) })
	})
}

func (r rule) load(header, offset, length uint32) {
	r.expression("payload", func(w *writer) {
		w.uint32(unix.NFTA_PAYLOAD_DREG, unix.NFT_REG_1)
		w.uint32(unix.NFTA_PAYLOAD_BASE, header)
		w.uint32(unix.NFTA_PAYLOAD_OFFSET, offset)
		w.uint32(unix.NFTA_PAYLOAD_LEN, length)
	})
}

// sourceIn goes on if the packet's source is in a set of a kind.
func (r rule) sourceIn(k kind, set string) {
	if k.is4() {
		r.addressIn(k, sourceAt4, set)
		return
	}
	r.addressIn(k, sourceAt6, set)
}

// answersTo goes on if the packet is an answer to somebody in a set of a kind.
func (r rule) answersTo(k kind, set string) {
	const reply = 1 // IP_CT_DIR_REPLY
	r.expression("ct", func(w *writer) {
		w.uint32(unix.NFTA_CT_DREG, unix.NFT_REG_1)
		w.uint32(unix.NFTA_CT_KEY, unix.NFT_CT_DIRECTION)
	})
	r.compare(unix.NFT_CMP_EQ, []byte{reply})
	if k.is4() {
		r.addressIn(k, destinationAt4, set)
		return
	}
	r.addressIn(k, destinationAt6, set)
}

// addressIn goes on if the packet has an address of the set at an offset of its header.
func (r rule) addressIn(k kind, offset uint32, set string) {
	family := byte(unix.NFPROTO_IPV6)
	if k.is4() {
		family = unix.NFPROTO_IPV4
	}
	r.meta(unix.NFT_META_NFPROTO, []byte{family})
	r.load(unix.NFT_PAYLOAD_NETWORK_HEADER, offset, uint32(k.keyLength()))
	r.expression("lookup", func(w *writer) {
		w.text(unix.NFTA_LOOKUP_SET, set)
		w.uint32(unix.NFTA_LOOKUP_SREG, unix.NFT_REG_1)
	})
}

// count counts the packet in a counter of the table.
func (r rule) count(counter string) {
	r.expression("objref", func(w *writer) {
		w.uint32(unix.NFTA_OBJREF_IMM_TYPE, unix.NFT_OBJECT_COUNTER)
		w.text(unix.NFTA_OBJREF_IMM_NAME, counter)
	})
}

const verdictDrop = 0 // NF_DROP

// verdict says what becomes of the packet; chain is for a jump.
func (r rule) verdict(code int32, chain string) {
	r.expression("immediate", func(w *writer) {
		w.uint32(unix.NFTA_IMMEDIATE_DREG, unix.NFT_REG_VERDICT)
		w.nest(unix.NFTA_IMMEDIATE_DATA, func() {
			w.nest(unix.NFTA_DATA_VERDICT, func() {
				w.uint32(unix.NFTA_VERDICT_CODE, uint32(code))
				if chain != "" {
					w.text(unix.NFTA_VERDICT_CHAIN, chain)
				}
			})
		})
	})
}

// newRules writes the rules of all chains, which are empty, and returns how many they are.
func newRules(b *batch, table string, pass []Set, forwards bool, lists []listSets) int {
	before := len(b.what)
	for _, base := range bases() {
		newRule(b, table, base.name, "", func(r rule) {
			name := make([]byte, unix.IFNAMSIZ)
			copy(name, "lo")
			r.meta(unix.NFT_META_IIFNAME, name)
			r.verdict(policyAccept, "")
		})
		if base.name == chainForward && forwards {
			newAnswerRules(b, table, pass)
		}
		newRule(b, table, base.name, "", func(r rule) { r.verdict(unix.NFT_JUMP, chainSources) })
	}
	for _, p := range pass {
		newRule(b, table, chainSources, "allowed and protected", func(r rule) {
			r.sourceIn(p.Kind, p.Name)
			r.verdict(unix.NFT_RETURN, "")
		})
	}
	newRule(b, table, chainSources, "neighbours on the link", neighbours)
	for _, l := range lists {
		for _, s := range l.sets {
			newRule(b, table, chainSources, commentOf(l.name), func(r rule) {
				r.sourceIn(s.Kind, s.Name)
				r.count(counterName(l.id))
				r.verdict(verdictDrop, "")
			})
		}
	}
	return len(b.what) - before
}

// newAnswerRules writes the rules by which answers to what is let through are passed on: a protected client has its connection to a server behind us although a
// list has the server.
func newAnswerRules(b *batch, table string, pass []Set) {
	for _, p := range pass {
		newRule(b, table, chainForward, "answers to allowed and protected", func(r rule) {
			r.answersTo(p.Kind, p.Name)
			r.verdict(policyAccept, "")
		})
	}
}

// neighbours lets through what IPv6 needs to find machines on the same link, such as the router, which may ask with any address of its own. A packet that
// a router has passed on has no hop limit of 255. Source: RFC 4861, 6.1 and 7.1.
func neighbours(r rule) {
	const icmp6, routerSolicitation, neighbourAdvertisement, unpassed = 58, 133, 136, 255
	r.meta(unix.NFT_META_NFPROTO, []byte{unix.NFPROTO_IPV6})
	r.meta(unix.NFT_META_L4PROTO, []byte{icmp6})
	r.load(unix.NFT_PAYLOAD_NETWORK_HEADER, hopLimitAt, 1)
	r.compare(unix.NFT_CMP_EQ, []byte{unpassed})
	r.load(unix.NFT_PAYLOAD_TRANSPORT_HEADER, 0, 1)
	r.compare(unix.NFT_CMP_GTE, []byte{routerSolicitation})
	r.compare(unix.NFT_CMP_LTE, []byte{neighbourAdvertisement})
	r.verdict(unix.NFT_RETURN, "")
}

// commentOf is a name as it may stand in a comment: nft prints it between quotes and reads no more than 128 bytes.
func commentOf(name string) string {
	const longest = 100
	var plain []byte
	for _, c := range []byte(name) {
		if len(plain) == longest {
			break
		}
		if c < ' ' || c > '~' || c == '"' || c == '\\' {
			c = '_'
		}
		plain = append(plain, c)
	}
	return string(plain)
}
