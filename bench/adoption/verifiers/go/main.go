// Hashes and verifies with Go's bcrypt, one line each.
package main

import (
	"bufio"
	"encoding/base64"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/crypto/bcrypt"
)

func answer(fields []string) string {
	password, err := base64.StdEncoding.DecodeString(fields[2])
	if err != nil {
		return "error " + err.Error()
	}
	if fields[0] == "hash" {
		cost := bcrypt.DefaultCost
		if len(fields) > 3 {
			cost, _ = strconv.Atoi(fields[3])
		}
		hash, err := bcrypt.GenerateFromPassword(password, cost)
		if err != nil {
			return "error " + err.Error()
		}
		return base64.StdEncoding.EncodeToString(hash)
	}
	stored, err := base64.StdEncoding.DecodeString(fields[3])
	if err != nil {
		return "error " + err.Error()
	}
	return strconv.FormatBool(bcrypt.CompareHashAndPassword(stored, password) == nil)
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(make([]byte, 1<<20), 1<<20)
	for lines.Scan() {
		fmt.Println(answer(strings.Split(lines.Text(), " ")))
	}
}
