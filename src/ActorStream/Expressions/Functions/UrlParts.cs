namespace ActorStream.Expressions.Functions;

/// <summary>The parts of a URL as java.net.URL tells them apart: nothing is decoded, and only known protocols are taken.</summary>
internal sealed class UrlParts
{
    private readonly string _protocol;
    private readonly string _path;
    private readonly string? _authority;
    private readonly string? _userInfo;
    private readonly string _host;
    private readonly string? _query;
    private readonly string? _reference;

    private UrlParts(string protocol, string host, string? authority, string? userInfo, string path, string? query, string? reference)
    {
        (_protocol, _host, _authority, _userInfo) = (protocol, host, authority, userInfo);
        (_path, _query, _reference) = (path, query, reference);
    }

    /// <summary>Takes a URL apart; null where it is none.</summary>
    public static UrlParts? Parse(string text)
    {
        text = text.Trim();
        if (text.StartsWith("url:", StringComparison.OrdinalIgnoreCase)) text = text[4..];
        int colon = text.IndexOf(':');
        if (colon <= 0) return null;
        string protocol = text[..colon].ToLowerInvariant();
        if (protocol is not ("http" or "https" or "ftp" or "file" or "jar" or "mailto" or "jrt")) return null;
        string rest = text[(colon + 1)..];
        string? reference = null;
        int hash = rest.IndexOf('#');
        if (hash >= 0) (rest, reference) = (rest[..hash], rest[(hash + 1)..]);
        string? query = null;
        int question = rest.IndexOf('?');
        if (question >= 0) (rest, query) = (rest[..question], rest[(question + 1)..]);
        if (!rest.StartsWith("//", StringComparison.Ordinal) || protocol is "mailto" or "jar")
        {
            return new UrlParts(protocol, "", null, null, rest, query, reference);
        }
        int slash = rest.IndexOf('/', 2);
        string authority = slash < 0 ? rest[2..] : rest[2..slash];
        string path = slash < 0 ? "" : rest[slash..];
        if (Host(authority) is not { } host) return null;
        int at = authority.IndexOf('@');
        string? userInfo = at > 0 && at == authority.LastIndexOf('@') ? authority[..at] : null;
        return new UrlParts(protocol, host, authority, userInfo, path, query, reference);
    }

    /// <summary>A part by its name in upper case; null where the URL has none, or the name is none.</summary>
    public string? Part(string name) => name switch
    {
        "HOST" => _host,
        "PATH" => _path,
        "QUERY" => _query,
        "REF" => _reference,
        "PROTOCOL" => _protocol,
        "FILE" => _query is null ? _path : $"{_path}?{_query}",
        "AUTHORITY" => _authority,
        "USERINFO" => _userInfo,
        _ => null,
    };

    /// <summary>The first value of a key of the query.</summary>
    public string? QueryValue(string key)
    {
        foreach (string pair in (_query ?? "").Split('&'))
        {
            if (pair.StartsWith(key + "=", StringComparison.Ordinal)) return pair[(key.Length + 1)..];
        }
        return null;
    }

    /// <summary>The host of an authority without user and port; null where the port is not a number.</summary>
    private static string? Host(string authority)
    {
        int at = authority.IndexOf('@');
        if (at >= 0 && at != authority.LastIndexOf('@')) return "";
        string host = at >= 0 ? authority[(at + 1)..] : authority;
        int end = host.StartsWith('[') ? host.IndexOf(']') + 1 : host.IndexOf(':');
        if (end <= 0 && host.StartsWith('[')) return null;
        if (end < 0 || end >= host.Length) return host;
        string port = host[end..];
        if (port[0] != ':') return null;
        bool isValid = port.Length == 1 || int.TryParse(port.AsSpan(1), out int number) && number >= -1;
        return isValid ? host[..end] : null;
    }
}
