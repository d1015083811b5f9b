using System.Collections.Immutable;
using Leastwise.Remote.Athena;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Leastwise.Cli;

/// <summary>An account of CloudTracker's configuration.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="Id">Twelve digits.</param>
/// <param name="Iam">The file with its details.</param>
internal sealed record ConfiguredAccount(string Name, string Id, string Iam);

/// <summary>The Elasticsearch of CloudTracker's configuration.</summary>
internal sealed record ConfiguredSearch(Uri Address, string Index, string FieldPrefix, string TimestampField);

/// <summary>CloudTracker's <c>config.yaml</c>: accounts with their files, and where its logs lie.</summary>
/// <param name="Path">The file.</param>
/// <param name="Accounts">The accounts, in the file's order.</param>
/// <param name="Athena">Where Athena is to find the logs; null where it names no such place.</param>
internal sealed record CloudTrackerConfig(string Path, ImmutableArray<ConfiguredAccount> Accounts, AthenaOptions? Athena)
{
    private const string Scheme = "s3://";

    /// <summary>Its Elasticsearch; null where it names none.</summary>
    public ConfiguredSearch? Search { get; init; }

    /// <summary>Where CloudTracker looks if it is told nothing.</summary>
    public const string DefaultPath = "config.yaml";

    /// <summary>Reads the file.</summary>
    /// <exception cref="InputException">It cannot be read, or an account in it cannot be used.</exception>
    public static CloudTrackerConfig Read(string path)
    {
        var yaml = new YamlStream();
        try
        {
            using StreamReader text = File.OpenText(path);
            yaml.Load(text);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: the configuration could not be read ({exception.Message.TrimEnd('.')}).");
        }
        catch (YamlException broken)
        {
            throw new InputException($"{path}:{broken.Start.Line}:{broken.Start.Column}: this is not YAML ({broken.Message.TrimEnd('.')}).");
        }

        if (yaml.Documents is not [{ RootNode: YamlMappingNode root }, ..])
        {
            throw new InputException($"{path}: a configuration names accounts: 'accounts:' with a list of name, id and iam.");
        }

        // Where both are there, CloudTracker asked Elasticsearch.
        ConfiguredSearch? search = SearchOf(path, Child(root, "elasticsearch"));
        AthenaOptions? athena = Child(root, "athena") is { } section && search is null ? AthenaOf(path, section) : null;
        ImmutableArray<ConfiguredAccount> accounts = Child(root, "accounts") is YamlSequenceNode list ? [.. list.Children.Select((node, index) => Account(path, node, index))] : [];
        return accounts.IsEmpty
            ? throw new InputException($"{path}: no account in it; list them under 'accounts:' with name, id and iam.")
            : new CloudTrackerConfig(path, accounts, athena) { Search = search };
    }

    /// <summary>The account of that name or number.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public ConfiguredAccount Find(string wanted) => Accounts.FirstOrDefault(account => account.Id == wanted)
        ?? Accounts.FirstOrDefault(account => account.Name.Equals(wanted, StringComparison.OrdinalIgnoreCase))
        ?? throw new InputException($"{Path}: no account '{wanted}'; it has {string.Join(", ", Accounts.Select(account => $"{account.Name} ({account.Id})"))}.");

    private static ConfiguredAccount Account(string path, YamlNode node, int index)
    {
        // Scalars are taken as they are written: as numbers, those with leading zeros would be read as octal.
        string name = Scalar(node, "name"), id = Scalar(node, "id"), iam = Scalar(node, "iam");
        if (id.Length != 12 || !id.All(char.IsAsciiDigit))
        {
            throw new InputException($"{path}:{node.Start.Line}: the account {(name.Length > 0 ? $"'{name}'" : $"number {index + 1}")} has the id '{id}'; an account's id has twelve digits.");
        }

        if (iam.Length == 0)
        {
            throw new InputException($"{path}:{node.Start.Line}: the account '{name}' has no 'iam:', the file with its details.");
        }

        // As CloudTracker did, from where it is run; else from where the configuration lies.
        string beside = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path)) ?? "", iam);
        return new ConfiguredAccount(name, id, !File.Exists(iam) && File.Exists(beside) ? beside : iam);
    }

    /// <summary>CloudTracker's section: logs lie in <c>s3://s3_bucket/path/AWSLogs/[org_id/]</c>.</summary>
    private static AthenaOptions AthenaOf(string path, YamlNode section)
    {
        string bucket = Scalar(section, "s3_bucket"), folder = Scalar(section, "path").Trim('/'), organization = Scalar(section, "org_id"), workgroup = Scalar(section, "workgroup");
        string output = Scalar(section, "output_s3_bucket").TrimEnd('/');
        bucket = bucket.StartsWith(Scheme, StringComparison.Ordinal) ? bucket[Scheme.Length..].TrimEnd('/') : bucket;
        output = output.Length == 0 || output.StartsWith(Scheme, StringComparison.Ordinal) ? output : Scheme + output;
        var options = new AthenaOptions
        {
            Location = $"{Scheme}{bucket}/{(folder.Length == 0 ? "" : folder + "/")}AWSLogs/",
            OrganizationId = organization.Length == 0 ? null : organization,
            Output = output.Length == 0 ? null : output + "/",
            Workgroup = workgroup.Length == 0 ? new AthenaOptions().Workgroup : workgroup,
        };
        string? wrong = bucket.Length == 0 ? "it has no 's3_bucket', the bucket of the logs"
            : AthenaTrail.FaultOf(options.Location, options.OrganizationId) is not null ? $"'{options.Location}'{(options.OrganizationId is { } id ? $" with the organization '{id}'" : "")} is no place of CloudTrail's logs"
            : options.Output is { } place && !AthenaTrail.IsPlace(place) ? $"'{place}' is no place for results"
            : null;
        return wrong is null ? options : throw new InputException($"{path}:{section.Start.Line}: the section 'athena' cannot be used: {wrong}.");
    }

    private static ConfiguredSearch? SearchOf(string path, YamlNode? node)
    {
        if (node is null)
        {
            return null;
        }

        // Its clients spoke plain http where the host did not say otherwise; the usual ports of TLS do.
        string host = Scalar(node, "host"), port = Scalar(node, "port") is { Length: > 0 } said ? said : "9200";
        string written = host.Contains("://", StringComparison.Ordinal) ? host : $"{(port is "443" or "9243" ? "https" : "http")}://{host}";
        return host.Length > 0 && ushort.TryParse(port, System.Globalization.CultureInfo.InvariantCulture, out ushort number) && SearchCliOptions.AddressOf(written) is { } address
            ? new ConfiguredSearch(
                new UriBuilder(address) { Port = host.Contains("://", StringComparison.Ordinal) && !address.IsDefaultPort ? address.Port : number }.Uri,
                Scalar(node, "index") is { Length: > 0 } index ? index : "cloudtrail",
                Scalar(node, "key_prefix"),
                Scalar(node, "timestamp_field") is { Length: > 0 } time ? time : "eventTime")
            : throw new InputException($"{path}:{node.Start.Line}: 'elasticsearch:' needs 'host:', and 'port:' as a number.");
    }

    private static YamlNode? Child(YamlNode node, string name) =>
        node is YamlMappingNode mapping && mapping.Children.TryGetValue(new YamlScalarNode(name), out YamlNode? child) ? child : null;

    private static string Scalar(YamlNode node, string name) => Child(node, name) is YamlScalarNode scalar ? scalar.Value ?? "" : "";
}
