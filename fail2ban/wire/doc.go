// Package wire reads and writes the messages on fail2ban's socket.
//
// A message is a Python pickle followed by [EndMark]. Start with [Decoder.Decode], which turns one message into plain Go values
// (see [Value]), and [AppendMessage], which does the reverse for what a client may send. Nothing that a message names is ever
// instantiated: a class becomes an [Object], that is its name and its arguments. All input is limited by [Limits].
//
// Who sends what, and when, is left to package fail2ban.
package wire
