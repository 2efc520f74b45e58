// Package trial reads what fail2ban-regex tells while it tries a filter on lines.
//
// Start with [Trace]: it is what the program prints to, with its option for rows and a level of logging at which its filter says what it
// does. The words are the same from 0.11.2 to 1.1.1. Source: fail2ban/server/filter.py, processLine, findFailure and _mergeFailure;
// fail2ban/server/datedetector.py, matchTime; fail2ban/client/fail2banregex.py, _prepaireOutput.
package trial
