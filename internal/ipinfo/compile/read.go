package main

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"os"
	"strconv"
	"strings"
	"time"

	"bangui/internal/ipinfo"
)

// textFile is what one of the two files says. Source: scripts/maint/geoip/geoip-db-tool of tor; its lines are FIRST,LAST,CODE, with
// IPv4 addresses as decimal numbers.
type textFile struct {
	// made is when IPFire exported the data.
	made   time.Time
	blocks []block
}

// block is a range of addresses in one country.
type block struct {
	from, to netip.Addr
	code     string
}

func readFile(path string) (textFile, error) {
	f, err := os.Open(path)
	if err != nil {
		return textFile{}, err
	}
	defer f.Close()
	return read(f)
}

// read refuses what it does not understand: data with holes that nobody noticed is worse than none.
func read(from io.Reader) (textFile, error) {
	var file textFile
	licensed := false
	lines := bufio.NewScanner(from)
	for number := 1; lines.Scan(); number++ {
		line := strings.TrimSpace(lines.Text())
		comment, isComment := strings.CutPrefix(line, "#")
		switch {
		case line == "":
		case isComment:
			made, ok, err := madeAt(comment)
			if err != nil {
				return textFile{}, fmt.Errorf("line %d: %w", number, err)
			}
			if ok {
				file.made = made
			}
			licensed = licensed || strings.Join(strings.Fields(comment), " ") == "License: CC BY-SA 4.0"
		default:
			b, err := parseBlock(line)
			if err != nil {
				return textFile{}, fmt.Errorf("line %d: %w", number, err)
			}
			file.add(b)
		}
	}
	switch {
	case lines.Err() != nil:
		return textFile{}, lines.Err()
	case file.made.IsZero():
		return textFile{}, errors.New("no line «# Generated:» says when it was made")
	case !licensed:
		return textFile{}, errors.New("no line says that its licence is CC BY-SA 4.0: look whether we may use it, and what we owe")
	case len(file.blocks) == 0:
		return textFile{}, errors.New("it has no addresses")
	}
	return file, nil
}

// add leaves out what is in no country.
func (f *textFile) add(b block) {
	if b.code != "" {
		f.blocks = append(f.blocks, b)
	}
}

// madeAt reads the comment that says when the data was exported.
func madeAt(comment string) (at time.Time, ok bool, err error) {
	text, ok := strings.CutPrefix(strings.TrimSpace(comment), "Generated:")
	if !ok {
		return time.Time{}, false, nil
	}
	at, err = time.Parse(time.RFC1123, strings.TrimSpace(text))
	return at.UTC(), true, err
}

func parseBlock(line string) (block, error) {
	words := strings.Split(line, ",")
	if len(words) != 3 {
		return block{}, fmt.Errorf("%q is not FIRST,LAST,COUNTRY", line)
	}
	from, err := parseAddr(words[0])
	if err != nil {
		return block{}, err
	}
	to, err := parseAddr(words[1])
	if err != nil {
		return block{}, err
	}
	if from.Is4() != to.Is4() || to.Less(from) {
		return block{}, fmt.Errorf("%s to %s is no range", from, to)
	}
	return block{from: from, to: to, code: ipinfo.CountryCode(words[2])}, nil
}

// parseAddr reads an IPv6 address, or an IPv4 address that is written as one number.
func parseAddr(text string) (netip.Addr, error) {
	if strings.Contains(text, ":") {
		return netip.ParseAddr(text)
	}
	number, err := strconv.ParseUint(text, 10, 32)
	if err != nil {
		return netip.Addr{}, fmt.Errorf("%q is no address", text)
	}
	return netip.AddrFrom4([4]byte(binary.BigEndian.AppendUint32(nil, uint32(number)))), nil
}
