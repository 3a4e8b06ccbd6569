using System.CommandLine;
using System.Reflection;
using ActorStream.Cli.Hocon;
using ActorStream.Connectors;
using Microsoft.Extensions.Configuration;

namespace ActorStream.Cli;

/// <summary>
/// The composition root: reads the configuration and puts the engine together for a command. reference.conf comes first, then the
/// profile, then the file of --config, then the command line.
/// </summary>
internal sealed class Composition
{
    private readonly Terminal _terminal;
    private readonly SecretResolver _secrets;
    private readonly CheckpointStoreOptions _store;
    private readonly HoconReader _reader;

    public Composition(Terminal terminal, string? profile, string? file, string? localDirectory)
    {
        _terminal = terminal;
        var source = new HoconConfigurationSource();
        source.AddFile("reference.conf", Embedded);
        if (profile is not null) source.AddFile(profile + ".conf", Embedded);
        if (file is not null) source.AddFile(file);
        IConfigurationRoot configuration = new ConfigurationBuilder().Add(source).Build();
        var reference = new HoconConfigurationProvider(new HoconConfigurationSource().AddFile("reference.conf", Embedded));
        reference.Load();
        KnownKeys.Check((HoconConfigurationProvider)configuration.Providers.Single(), reference);
        _reader = new HoconReader(configuration);
        _secrets = new SecretResolver(OptionsBinder.Bind(new SecretOptions(), _reader, "actorstream.secrets").Folders);
        terminal.HideSecrets = _secrets.Hide;
        _store = OptionsBinder.Bind(new CheckpointStoreOptions(), _reader, "actorstream.checkpoint-store");
        LocalDirectory = localDirectory ?? _reader.Text("actorstream.engine.local-directory");
        Rest = OptionsBinder.Bind(new RestOptions(), _reader, "actorstream.rest");
    }

    /// <summary>The profiles, for messages.</summary>
    public static string ProfileNames { get; } = ListProfiles();

    /// <summary>The REST API's options.</summary>
    public RestOptions Rest { get; }

    /// <summary>The folder of --local, or null.</summary>
    public string? LocalDirectory { get; }

    /// <summary>Whether there is a profile of this name.</summary>
    public static bool IsProfile(string name) => name != "reference" && Embedded(name + ".conf") is not null;

    /// <summary>The options of the engine, with the configuration, the terminal and the connectors in them.</summary>
    public StreamOptions EngineOptions(bool withCheckpoints, IReadOnlyDictionary<string, string> settings)
    {
        LoggingOptions logging = OptionsBinder.Bind(new LoggingOptions(), _reader, "actorstream.logging");
        var options = OptionsBinder.Bind(new StreamOptions { Registry = new ConnectorRegistry() }, _reader, "actorstream.engine");
        return options with
        {
            CheckpointStore = withCheckpoints ? CreateStore : null,
            LocalDirectory = LocalDirectory,
            Secrets = _secrets.Expand,
            HideSecrets = _secrets.Hide,
            TimeProvider = _terminal.TimeProvider,
            LoggerFactory = new TerminalLoggerFactory(_terminal, logging.Level),
            StandardOutput = _terminal.Out,
            StandardError = _terminal.Error,
            Settings = new Dictionary<string, string>(options.Settings.Concat(settings).GroupBy(static s => s.Key)
                .Select(static g => g.Last())),
        };
    }

    private ICheckpointStore CreateStore()
    {
        string url = _store.Url is { } given ? _secrets.Expand(given) : "sqlite:" + DefaultStoreFile();
        return CheckpointStoreFactory.Create(
            url, Expand(_store.User), url.StartsWith("sqlite:", StringComparison.Ordinal) ? null : Expand(_store.Password), _store.Timeout);
    }

    private string? Expand(string? text) => text is null ? null : _secrets.Expand(text);

    private string DefaultStoreFile()
    {
        string folder = Path.GetFullPath(LocalDirectory ?? ".actorstream");
        Directory.CreateDirectory(folder);
        return Path.Combine(folder, CheckpointStoreFactory.FileName);
    }

    private static string ListProfiles()
    {
        string[] names = [.. Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(static n => IsProfile(n.Replace(".conf", "")))
            .Select(static n => n[..^5]).Order()];
        return string.Join(", ", names[..^1]) + " or " + names[^1];
    }

    private static string? Embedded(string name)
    {
        using Stream? stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name);
        if (stream is null) return null;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

/// <summary>The options of commands that run SQL.</summary>
internal sealed class EngineCommandOptions
{
    private readonly Option<string?> _local = CommandOptions.Text(
        "--local", "A folder whose embedded log and SQLite files stand in for Kafka and SQL servers, the script unchanged.", "DIR");
    private readonly Option<string?> _config = CommandOptions.Text("--config", "A HOCON file that overrides the defaults.", "FILE");
    private readonly Option<string?> _profile = new Option<string?>("--profile")
    {
        Description = Composition.ProfileNames + ".", HelpName = "NAME",
    }.Checked(Composition.IsProfile, Composition.ProfileNames);
    private readonly Option<Dictionary<string, string>> _settings =
        CommandOptions.Pairs("--set", "A setting such as execution.checkpointing.interval=10s, which the script's own SET overrides.");

    public Command AddTo(Command command)
    {
        foreach (Option option in (Option[])[_local, _config, _profile, _settings]) command.Options.Add(option);
        return command;
    }

    public Composition Compose(ParseResult result, Terminal terminal) =>
        new(terminal, result.GetValue(_profile), result.GetValue(_config), result.GetValue(_local));

    public IReadOnlyDictionary<string, string> Settings(ParseResult result) => result.GetValue(_settings)!;
}
