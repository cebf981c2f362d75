package main

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/build"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"math/rand"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

type Q struct {
	Path    string   `json:"path"`
	Line    int      `json:"line"`
	Column  int      `json:"column"`
	Name    string   `json:"name"`
	Answers []string `json:"answers"`
}

var fset = token.NewFileSet()
var std = importer.ForCompiler(fset, "source", nil)
var done = map[string]*types.Package{}
var root, module string
var info = &types.Info{Uses: map[*ast.Ident]types.Object{}, Defs: map[*ast.Ident]types.Object{}}

type imp struct{}

func (imp) Import(p string) (*types.Package, error) {
	if p == module || strings.HasPrefix(p, module+"/") {
		return load(p)
	}
	return std.Import(p)
}
func load(p string) (*types.Package, error) {
	if d, ok := done[p]; ok {
		return d, nil
	}
	dir := filepath.Join(root, strings.TrimPrefix(strings.TrimPrefix(p, module), "/"))
	bp, err := build.ImportDir(dir, 0)
	if err != nil {
		return nil, err
	}
	var files []*ast.File
	for _, f := range bp.GoFiles {
		a, err := parser.ParseFile(fset, filepath.Join(dir, f), nil, 0)
		if err != nil {
			return nil, err
		}
		files = append(files, a)
	}
	c := types.Config{Importer: imp{}, Error: func(e error) { fmt.Fprintln(os.Stderr, e) }}
	pkg, _ := c.Check(p, fset, files, info)
	done[p] = pkg
	return pkg, nil
}
func rel(p token.Position) string {
	r, _ := filepath.Rel(root, p.Filename)
	if strings.HasPrefix(r, "..") {
		return ""
	}
	return r
}
func main() {
	root, module = os.Args[1], os.Args[2]
	limit, _ := strconv.Atoi(os.Args[3])
	filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if d.IsDir() && !strings.HasPrefix(d.Name(), ".") && d.Name() != "testdata" && d.Name() != "_benchmark" && d.Name() != "_tools" {
			r, _ := filepath.Rel(root, p)
			m := module
			if r != "." {
				m += "/" + r
			}
			load(m)
		}
		return nil
	})
	rand.Seed(7)
	var all []Q
	for id, o := range info.Uses {
		if o == nil || !o.Pos().IsValid() {
			continue
		}
		a, b := fset.Position(id.Pos()), fset.Position(o.Pos())
		ra, rb := rel(a), rel(b)
		if ra == "" || rb == "" {
			continue
		}
		all = append(all, Q{ra, a.Line, a.Column - 1, id.Name, []string{fmt.Sprintf("%s:%d", rb, b.Line)}})
	}
	for i := range all { // a stable order first
		_ = i
	}
	key := func(q Q) string { return fmt.Sprintf("%s:%08d:%05d", q.Path, q.Line, q.Column) }
	sortQ(all, key)
	rand.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	seen := map[string]int{}
	var out []Q
	for _, q := range all {
		if len(out) >= limit {
			break
		}
		if seen[q.Name] >= 2 {
			continue
		}
		seen[q.Name]++
		out = append(out, q)
	}
	json.NewEncoder(os.Stdout).Encode(out)
}
func sortQ(a []Q, key func(Q) string) {
	m := make([]string, 0)
	_ = m
	quick(a, key)
}
func quick(a []Q, key func(Q) string) {
	if len(a) < 2 {
		return
	}
	p := key(a[len(a)/2])
	i, j := 0, len(a)-1
	for i <= j {
		for key(a[i]) < p {
			i++
		}
		for key(a[j]) > p {
			j--
		}
		if i <= j {
			a[i], a[j] = a[j], a[i]
			i++
			j--
		}
	}
	quick(a[:j+1], key)
	quick(a[i:], key)
}
