// Package configuration looks after fail2ban's files as far as they are read: what they come to, where each value comes from, and what the options
// mean.
//
// Start with [Configurations], which asks the host. [Options] is what we know of each option, from options.json; its sources are fail2ban's manual
// page jail.conf(5), its sample files, and what its code does: fail2ban/client/jailreader.py, filterreader.py, actionreader.py and fail2banreader.py.
//
// Changing files is left to others.
package configuration
