using System.Text;

namespace ActorStream.Connectors;

/// <summary>Hides secrets in what people read: logs, errors, EXPLAIN, SHOW CREATE TABLE, the REST API. A reference
/// (<c>${secret:NAME}</c>) is no secret and stays as it is.</summary>
public static class Redaction
{
    /// <summary>What stands in a secret's place.</summary>
    public const string Mask = "******";

    private static readonly string[] SecretWords =
    [
        "password", "passwd", "pwd", "passphrase", "secret", "token", "credential", "apikey", "accesskey", "accesskeyid", "privatekey",
        "keytab", "jaasconfig", "basicauth", "authorization", "sslkeypem", "keystorekey",
    ];

    /// <summary>Whether an option of that name holds a secret, by the words that it ends with or holds: <c>password</c>,
    /// <c>properties.sasl.jaas.config</c>, <c>properties.ssl.keystore.password</c>.</summary>
    public static bool IsSecret(string key)
    {
        string folded = Fold(key);
        foreach (string word in SecretWords)
        {
            if (folded.Contains(word, StringComparison.Ordinal)) return true;
        }
        return false;
    }

    /// <summary>An option's value as it may be shown: masked where the key names a secret, and without passwords in URLs.</summary>
    public static string Value(string key, string value)
    {
        if (IsReference(value)) return value;
        return IsSecret(key) ? Mask : Text(value);
    }

    /// <summary>Options as they may be shown.</summary>
    public static IReadOnlyDictionary<string, string> Options(IReadOnlyDictionary<string, string> options)
    {
        var shown = new Dictionary<string, string>(options.Count, StringComparer.Ordinal);
        foreach ((string key, string value) in options) shown.Add(key, Value(key, value));
        return shown;
    }

    /// <summary>A text with the passwords of its URLs masked: <c>//user:password@host</c>, and <c>password=…</c> and its like wherever
    /// they stand behind <c>?</c>, <c>&amp;</c>, <c>;</c>, a space or a quote.</summary>
    public static string Text(string text)
    {
        if (!text.Contains('=', StringComparison.Ordinal) && !text.Contains('@', StringComparison.Ordinal)) return text;
        return MaskAssignments(MaskUserInfo(text));
    }

    /// <summary>Whether a value is a reference to a secret, not the secret.</summary>
    public static bool IsReference(string value) =>
        value.StartsWith("${secret:", StringComparison.Ordinal) && value.IndexOf('}', StringComparison.Ordinal) == value.Length - 1;

    private static string MaskUserInfo(string text)
    {
        int from = 0;
        StringBuilder? shown = null;
        while (true)
        {
            int slashes = text.IndexOf("//", from, StringComparison.Ordinal);
            if (slashes < 0) break;
            int start = slashes + 2;
            int end = EndOfAuthority(text, start);
            int at = text.LastIndexOf('@', end - 1, end - start);
            int colon = at < 0 ? -1 : text.IndexOf(':', start, at - start);
            if (colon < 0 || colon + 1 == at)
            {
                shown?.Append(text, from, end - from);
            }
            else
            {
                shown ??= new StringBuilder(text.Length).Append(text, 0, from);
                shown.Append(text, from, colon + 1 - from);
                shown.Append(IsReference(text[(colon + 1)..at]) ? text[(colon + 1)..at] : Mask);
                shown.Append(text, at, end - at);
            }
            from = end;
        }
        return shown is null ? text : shown.Append(text, from, text.Length - from).ToString();
    }

    /// <summary>The authority's end: a slash, or white space; a password may hold anything else, even <c>?</c> before the last @.</summary>
    private static int EndOfAuthority(string text, int start)
    {
        int end = start;
        while (end < text.Length && text[end] is not ('/' or ' ' or '\t' or '\r' or '\n' or '"' or '\'')) end++;
        int question = text.IndexOf('?', start, end - start);
        if (question < 0) return end;
        return text.LastIndexOf('@', end - 1, end - question) < 0 || text.IndexOf('=', question, end - question) >= 0 ? question : end;
    }

    private static string MaskAssignments(string text)
    {
        StringBuilder? shown = null;
        int copied = 0;
        for (int equals = text.IndexOf('=', StringComparison.Ordinal); equals >= 0; equals = text.IndexOf('=', equals + 1))
        {
            int keyEnd = equals;
            while (keyEnd > 0 && text[keyEnd - 1] is ' ' or '\'') keyEnd--;
            int keyStart = keyEnd;
            while (keyStart > 0 && (char.IsAsciiLetterOrDigit(text[keyStart - 1]) || text[keyStart - 1] is '.' or '-' or '_')) keyStart--;
            if (keyStart == keyEnd || keyStart < copied || !IsSecret(text[keyStart..keyEnd])) continue;
            (int start, int end) = AssignedValue(text, equals + 1);
            if (end == start || IsReference(text[start..end])) continue;
            shown ??= new StringBuilder(text.Length);
            shown.Append(text, copied, start - copied).Append(Mask);
            copied = end;
            equals = end - 1;
        }
        return shown is null ? text : shown.Append(text, copied, text.Length - copied).ToString();
    }

    private static (int Start, int End) AssignedValue(string text, int from)
    {
        int start = from;
        while (start < text.Length && text[start] == ' ') start++;
        if (start < text.Length && text[start] is '\'' or '"')
        {
            char quote = text[start++];
            int close = text.IndexOf(quote, start);
            return (start, close < 0 ? text.Length : close);
        }
        int end = start;
        while (end < text.Length && text[end] is not ('&' or ';' or ' ' or ',' or '\'' or '"' or ')' or '\r' or '\n')) end++;
        return (start, end);
    }

    private static string Fold(string key)
    {
        var folded = new StringBuilder(key.Length);
        foreach (char c in key)
        {
            if (char.IsAsciiLetterOrDigit(c)) folded.Append(char.ToLowerInvariant(c));
        }
        return folded.ToString();
    }
}
