// Package rig starts what tests of the whole product need: a private PostgreSQL, replicas, a proxy before them, browsers, and
// networks that can be cut.
//
// Everything is a child of this process and dies with it, also when it is killed. [New] begins; [Rig.Close] ends what is left.
// Servers listen on the loopback interface or in network namespaces of their own.
package rig
