package ipinfo

import (
	_ "embed" // the data file
	"fmt"

	"github.com/oschwald/maxminddb-golang/v2"
)

// BuiltInType is what the built-in data says that it is.
const BuiltInType = "BanGUI-Country"

// builtIn is made by `make geo`. It is read where it lies in the program, page by page as it is needed: it takes no memory of its own.
//
//go:embed country.mmdb
var builtIn []byte

// openBuiltIn opens the data that is part of the program. It is not checked at each start: tests have done so.
func openBuiltIn() (*file, error) {
	reader, err := maxminddb.OpenBytes(builtIn, maxminddb.DisableStringCache())
	if err != nil {
		return nil, fmt.Errorf("the built-in country data: %w", err)
	}
	f := &file{reader: reader, countries: true}
	f.id = fmt.Sprintf("built-in-%s-%d", f.builtAt().Format("20060102"), reader.Metadata.NodeCount)
	return f, nil
}
