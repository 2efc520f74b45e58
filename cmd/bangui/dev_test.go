package main

import (
	"path/filepath"
	"testing"
)

func TestDevSeed(t *testing.T) {
	data := "--data-dir=" + filepath.Join(t.TempDir(), "data")
	runProgram(t, "dev", "seed", data, "--bans=500", "--days=30").want(t, 0, "500 made-up bans of 30 days on 10 hosts are in", "seed: 500 of 500")
	runProgram(t, "store", "check", data).want(t, 0, "is sound", "500 bans")
	runProgram(t, "dev", "seed", data, "--bans=500").want(t, 78, "the database has bans already", "--add")
	runProgram(t, "dev", "seed", data, "--bans=500", "--seed=2", "--add").want(t, 0)
	runProgram(t, "store", "check", data).want(t, 0, "is sound", "1000 bans")
	runProgram(t, "dev", "seed", data, "--bans=0").want(t, 78, "0 bans cannot be made up; 1 to ")
}
