using System.Text;

namespace ActorStream.Cli.Hocon;

/// <summary>
/// Reads one HOCON file, and the files that it includes, into a tree that still holds its substitutions.
/// The grammar is that of the HOCON specification: https://github.com/lightbend/config/blob/main/HOCON.md
/// </summary>
internal sealed class HoconParser
{
    private readonly HoconScanner _scanner;
    private readonly HoconFiles _files;
    private readonly HoconLimits _limits;
    private readonly string[] _prefix;
    private int _depth;

    private HoconParser(HoconFiles files, string file, string text, string[] prefix, int depth)
    {
        _files = files;
        _limits = files.Limits;
        _prefix = prefix;
        _scanner = new HoconScanner(text, file);
        _depth = depth;
    }

    /// <summary>Reads a file whose text is at hand; <paramref name="prefix"/> is the path at which it is included.</summary>
    public static HoconTree Parse(HoconFiles files, string file, string text, string[] prefix, int depth)
    {
        if (Encoding.UTF8.GetByteCount(text) is var size && size > files.Limits.MaxSizeBytes)
        {
            throw new HoconException(new HoconPosition(file, 1, 1),
                $"Expected a file of at most {files.Limits.MaxSizeBytes} bytes but got {size}.");
        }
        return new HoconParser(files, file, text, prefix, depth).ParseRoot();
    }

    private HoconTree ParseRoot()
    {
        _scanner.SkipSpace();
        var root = new HoconTree(_scanner.Position);
        if (_scanner.Current == '[') throw _scanner.Error("Expected an object at the root of the file but got an array.");
        if (_scanner.Take('{'))
        {
            ParseMembers(root, _prefix, isBraced: true);
            _scanner.SkipSpace();
            if (!_scanner.IsAtEnd) throw _scanner.Error($"Expected the end of the file after \"}}\" but got {_scanner.Describe()}.");
        }
        else
        {
            ParseMembers(root, _prefix, isBraced: false);
        }
        return root;
    }

    /// <summary>Reads fields up to the closing brace or the end. <paramref name="path"/> is null inside an array.</summary>
    private void ParseMembers(HoconTree tree, string[]? path, bool isBraced)
    {
        while (true)
        {
            _scanner.SkipSpace();
            if (_scanner.IsAtEnd)
            {
                if (!isBraced) return;
                throw _scanner.Error("Expected \"}\" but the file ends.", $"The object begins at {tree.Position}.");
            }
            if (isBraced && _scanner.Take('}')) return;
            HoconPosition start = _scanner.Position;
            if (_scanner.TakeWord("include")) ParseInclude(start, tree, path);
            else ParseMember(tree, path);
            EndElement(isBraced ? '}' : '\0', "field");
        }
    }

    private void EndElement(char close, string what)
    {
        bool newLine = _scanner.SkipSpace();
        if (_scanner.Take(',') || newLine || _scanner.IsAtEnd || (close != '\0' && _scanner.Current == close)) return;
        string expected = close == '\0' ? "a comma or a new line" : $"a comma, a new line or \"{close}\"";
        throw _scanner.Error($"Expected {expected} after the {what} but got {_scanner.Describe()}.");
    }

    private void ParseMember(HoconTree tree, string[]? path)
    {
        HoconPosition start = _scanner.Position;
        string[] key = ParsePath("a key");
        string[]? full = path is null ? null : [.. path, .. key];
        Enter(start, key.Length);
        _scanner.SkipSpace();
        HoconNode value;
        if (_scanner.Current == '{')
        {
            value = ParseValue(full);
        }
        else if (_scanner.LooksAt("+="))
        {
            _scanner.Advance(2);
            value = ParseAppended(start, full);
        }
        else if (_scanner.Take('=') || _scanner.Take(':'))
        {
            value = ParseValue(full);
        }
        else
        {
            string name = string.Join('.', key);
            throw _scanner.Error($"Expected \"=\", \":\", \"+=\" or \"{{\" after key \"{name}\" but got {_scanner.Describe()}.");
        }
        _depth -= key.Length;
        tree.Set(key, value);
    }

    private HoconConcatenation ParseAppended(HoconPosition start, string[]? full)
    {
        if (full is null) throw new HoconException(start, "Expected \"=\" for a field of an object inside an array but got \"+=\".");
        HoconNode item = ParseValue(null);
        return new HoconConcatenation(start,
            [new HoconSubstitution(start, full, 0, isOptional: true), new HoconList(item.Position, [item])]);
    }

    private void ParseInclude(HoconPosition start, HoconTree tree, string[]? path)
    {
        const string Expected = "Expected a file name in quotation marks, file(\"…\") or required(…) after include";
        _scanner.TakeInlineSpace();
        int open = 0;
        bool isRequired = TakeOpening("required(", ref open);
        if (!TakeOpening("file(", ref open) && (TakeOpening("url(", ref open) || TakeOpening("classpath(", ref open)))
        {
            throw new HoconException(start, "Only files can be included, neither URLs nor resources.", "Write include \"file.conf\".");
        }
        if (_scanner.Current != '"')
        {
            throw _scanner.Error($"{Expected} but got {_scanner.Describe()}.",
                "A key of that name is written \"include\", with quotation marks.");
        }
        string name = _scanner.TakeQuoted();
        for (; open > 0; open--)
        {
            _scanner.TakeInlineSpace();
            if (!_scanner.Take(')')) throw _scanner.Error($"Expected \")\" after the file name but got {_scanner.Describe()}.");
        }
        Enter(start, 1);
        foreach (HoconTree included in _files.Include(name, start, isRequired, path ?? [], _depth)) tree.Merge(included);
        _depth--;
    }

    private bool TakeOpening(string word, ref int open)
    {
        if (!_scanner.LooksAt(word)) return false;
        _scanner.Advance(word.Length);
        _scanner.TakeInlineSpace();
        open++;
        return true;
    }

    private HoconNode ParseValue(string[]? path)
    {
        _scanner.SkipSpace();
        HoconPosition start = _scanner.Position;
        var parts = new List<HoconNode>();
        while (ParsePart(path) is { } part) parts.Add(part);
        while (parts is [.., HoconText { IsSpace: true }]) parts.RemoveAt(parts.Count - 1);
        if (parts.Count == 0) throw _scanner.Error($"Expected a value but got {_scanner.Describe()}.");
        if (parts is [HoconText { IsQuoted: false, Text: "null" }]) return new HoconNull(start);
        if (parts.Count == 1) return parts[0];
        if (!parts.TrueForAll(static p => p is HoconText)) return new HoconConcatenation(start, parts);
        IEnumerable<HoconText> texts = parts.Cast<HoconText>();
        return new HoconText(start, string.Concat(texts.Select(static t => t.Text)), texts.Any(static t => t.IsQuoted));
    }

    private HoconNode? ParsePart(string[]? path)
    {
        HoconPosition start = _scanner.Position;
        if (_scanner.IsAtEnd || _scanner.IsAtComment || _scanner.Current is '\n' or ',' or '}' or ']') return null;
        if (_scanner.IsAtInlineSpace) return new HoconText(start, _scanner.TakeInlineSpace(), isQuoted: false);
        switch (_scanner.Current)
        {
            case '"':
                return new HoconText(start, _scanner.TakeQuoted(), isQuoted: true);
            case '{':
                _scanner.Advance();
                Enter(start, 1);
                var tree = new HoconTree(start);
                ParseMembers(tree, path, isBraced: true);
                _depth--;
                return tree;
            case '[':
                return ParseList(start);
            case '$' when _scanner.LooksAt("${"):
                return ParseSubstitution(start);
        }
        if (_scanner.IsAtUnquoted) return new HoconText(start, _scanner.TakeUnquoted(stopAtDot: false), isQuoted: false);
        throw _scanner.Error($"Expected a value but got {_scanner.Describe()}.", "A string with this character stands in quotation marks.");
    }

    private HoconList ParseList(HoconPosition start)
    {
        _scanner.Advance();
        Enter(start, 1);
        var items = new List<HoconNode>();
        while (true)
        {
            _scanner.SkipSpace();
            if (_scanner.IsAtEnd) throw _scanner.Error("Expected \"]\" but the file ends.", $"The array begins at {start}.");
            if (_scanner.Take(']')) break;
            items.Add(ParseValue(null));
            EndElement(']', "element");
        }
        _depth--;
        return new HoconList(start, items);
    }

    private HoconSubstitution ParseSubstitution(HoconPosition start)
    {
        _scanner.Advance(2);
        bool isOptional = _scanner.Take('?');
        _scanner.TakeInlineSpace();
        string[] path = ParsePath("a path");
        if (!_scanner.Take('}')) throw _scanner.Error($"Expected \"}}\" at the end of the substitution but got {_scanner.Describe()}.");
        return new HoconSubstitution(start, [.. _prefix, .. path], _prefix.Length, isOptional);
    }

    /// <summary>Reads elements separated by dots; quotation marks keep a dot, and space counts only inside an element.</summary>
    private string[] ParsePath(string what)
    {
        HoconPosition start = _scanner.Position;
        var path = new List<string>();
        var element = new StringBuilder();
        bool isQuoted = false;
        string space = "";
        while (true)
        {
            if (_scanner.Current == '"')
            {
                element.Append(space).Append(_scanner.TakeQuoted());
                isQuoted = true;
            }
            else if (_scanner.Current == '.')
            {
                EndPathElement();
                _scanner.Advance();
                _scanner.TakeInlineSpace();
            }
            else if (_scanner.IsAtUnquoted)
            {
                element.Append(space).Append(_scanner.TakeUnquoted(stopAtDot: true));
            }
            else
            {
                break;
            }
            space = _scanner.TakeInlineSpace();
        }
        if (path.Count == 0 && element.Length == 0 && !isQuoted) throw _scanner.Error($"Expected {what} but got {_scanner.Describe()}.");
        EndPathElement();
        if (path.Count > _limits.MaxDepth) throw TooDeep(start);
        return [.. path];

        void EndPathElement()
        {
            if (element.Length == 0 && !isQuoted)
            {
                throw _scanner.Error($"Expected a name between the dots of {what} but got none.", "An empty name is written \"\".");
            }
            path.Add(element.ToString());
            element.Clear();
            isQuoted = false;
        }
    }

    private void Enter(HoconPosition position, int levels)
    {
        _depth += levels;
        if (_depth > _limits.MaxDepth) throw TooDeep(position);
    }

    private HoconException TooDeep(HoconPosition position) =>
        new(position, $"Expected at most {_limits.MaxDepth} levels of objects and arrays but got more.");
}
