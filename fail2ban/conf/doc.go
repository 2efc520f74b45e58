// Package conf reads fail2ban's configuration as fail2ban itself does, tells where each value comes from and what is wrong, and edits
// files without changing a byte that it was not asked to change. It needs neither fail2ban nor Python on the machine.
package conf
