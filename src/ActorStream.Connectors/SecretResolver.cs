using System.Collections.Concurrent;
using System.Text;

namespace ActorStream.Connectors;

/// <summary>
/// Resolves references to secrets, <c>${secret:NAME}</c>, so that scripts and configuration need not hold them: first the environment
/// variable NAME, then a file NAME in one of the given folders (<c>secrets</c> by default; <c>/run/secrets</c> in a container).
/// A file's last line break is not part of the secret. Thread-safe.
/// </summary>
public sealed class SecretResolver
{
    private const string Opening = "${secret:";
    private const int MaxFileSizeBytes = 64 * 1024;

    /// <summary>What is shorter is a word that texts hold anyway, not a secret that they tell.</summary>
    private const int MinHiddenLength = 6;

    private readonly ConcurrentDictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly string[] _folders;
    private readonly Func<string, string?> _environmentVariable;

    /// <summary>Makes a resolver.</summary>
    /// <param name="folders">Folders to look in, in order; those that do not exist are passed over. Default: <c>secrets</c>.</param>
    /// <param name="environmentVariable">Reads an environment variable; default: the process's own.</param>
    public SecretResolver(IEnumerable<string>? folders = null, Func<string, string?>? environmentVariable = null)
    {
        _folders = folders is null ? ["secrets"] : [.. folders];
        _environmentVariable = environmentVariable ?? Environment.GetEnvironmentVariable;
    }

    /// <summary>The text of a secret; fits <see cref="ConnectorEnvironment.Secrets"/>.</summary>
    /// <exception cref="ActorStreamException">There is none of that name.</exception>
    public string Resolve(string name)
    {
        if (name.Length == 0 || name[0] == '.' || !name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.'))
        {
            throw new ActorStreamException(
                $"Secret name \"{name}\" must consist of letters, digits, '_', '-' and '.', and not begin with '.'.", ErrorDomain.User);
        }
        if (_environmentVariable(name) is { Length: > 0 } value) return value;
        foreach (string folder in _folders)
        {
            string path = Path.Combine(folder, name);
            if (File.Exists(path)) return ReadFile(name, path);
        }
        string places = string.Concat(_folders.Select(folder => $" or the file {Path.Combine(folder, name)}"));
        throw new ActorStreamException(
            $"Secret \"{name}\" was not found.", ErrorDomain.User, hint: $"Set the environment variable {name}{places}.");
    }

    /// <summary>A text with every reference replaced by its secret. A secret's own text is not looked into.</summary>
    /// <exception cref="ActorStreamException">A reference has no end, or names a secret that is not there.</exception>
    public string Expand(string text)
    {
        int start = text.IndexOf(Opening, StringComparison.Ordinal);
        if (start < 0) return text;
        var expanded = new StringBuilder(text.Length);
        int copied = 0;
        for (; start >= 0; start = text.IndexOf(Opening, copied, StringComparison.Ordinal))
        {
            int end = text.IndexOf('}', start);
            if (end < 0)
            {
                throw new ActorStreamException(
                    "A reference to a secret has no closing brace.", ErrorDomain.User, hint: "Write ${secret:NAME}.");
            }
            expanded.Append(text, copied, start - copied).Append(ResolveAndRemember(text[(start + Opening.Length)..end]));
            copied = end + 1;
        }
        return expanded.Append(text, copied, text.Length - copied).ToString();
    }

    /// <summary>A text that is shown, with the secrets that were put for references so far turned back into the references. Options that
    /// hold passwords are not shown at all; this is for secrets in places that are, such as a topic's name.</summary>
    public string Hide(string text)
    {
        // The longest first: one secret may begin with another.
        foreach ((string secret, string name) in _names.OrderByDescending(static n => n.Key.Length))
        {
            text = text.Replace(secret, $"{Opening}{name}}}", StringComparison.Ordinal);
        }
        return text;
    }

    /// <summary>Options with every reference replaced, to be given to a connector and shown to nobody.</summary>
    public IReadOnlyDictionary<string, string> ExpandAll(IReadOnlyDictionary<string, string> options)
    {
        if (!options.Values.Any(static v => v.Contains(Opening, StringComparison.Ordinal))) return options;
        var expanded = new Dictionary<string, string>(options.Count, StringComparer.Ordinal);
        foreach ((string key, string value) in options)
        {
            try
            {
                expanded.Add(key, Expand(value));
            }
            catch (ActorStreamException e)
            {
                throw new ActorStreamException($"Option '{key}': {e.Message}", e.Domain, hint: e.Hint, innerException: e);
            }
        }
        return expanded;
    }

    private string ResolveAndRemember(string name)
    {
        string secret = Resolve(name);
        if (secret.Length >= MinHiddenLength) _names.TryAdd(secret, name);
        return secret;
    }

    private static string ReadFile(string name, string path)
    {
        try
        {
            long size = new FileInfo(path).Length;
            if (size > MaxFileSizeBytes)
            {
                throw new ActorStreamException(
                    $"Secret \"{name}\" is a file of {size} bytes, more than the {MaxFileSizeBytes} that one may have.", ErrorDomain.User);
            }
            string text = File.ReadAllText(path);
            if (text.EndsWith('\n')) text = text[..^1];
            return text.EndsWith('\r') ? text[..^1] : text;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ActorStreamException(
                $"Secret \"{name}\" could not be read from {path}: {e.Message}", ErrorDomain.User, innerException: e);
        }
    }
}
