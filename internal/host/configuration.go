package host

// FileChange is what is to become of one configuration file.
type FileChange struct {
	// Name is the path below the directory of the configuration, with slashes, such as jail.d/zz-bangui.local.
	Name string
	// Expect is the SHA-256 of the text that is there now, as lower-case hexadecimal; empty if there must be no such file.
	Expect string
	// Text is the whole new text; ignored if Remove is set.
	Text []byte
	// Remove takes the file away.
	Remove bool
}
