using System.CommandLine;
using Leastwise.Remote;
using Leastwise.Remote.Search;

namespace Leastwise.Cli;

/// <summary>The options that say which index of OpenSearch or Elasticsearch, and as whom. Secrets come from files or the environment, never from the command line, which others can read.</summary>
/// <param name="patterns">Whether several indices may be meant.</param>
internal sealed class SearchCliOptions(bool patterns)
{
    /// <summary>The password of <c>--user</c>.</summary>
    public const string PasswordVariable = "LEASTWISE_SEARCH_PASSWORD";

    /// <summary>An API key, in its encoded form.</summary>
    public const string ApiKeyVariable = "LEASTWISE_SEARCH_API_KEY";

    private readonly Option<string> index = new("--index") { Description = patterns ? "The index, or a pattern of indices" : "The index, made where there is none", HelpName = "NAME", DefaultValueFactory = _ => "cloudtrail" };

    private readonly Option<string?> user = new("--user") { Description = $"The user, with the password in {PasswordVariable} or --password-file", HelpName = "NAME" };

    private readonly Option<string?> passwordFile = new("--password-file") { Description = "A file with the user's password", HelpName = "FILE" };

    private readonly Option<string?> keyFile = new("--api-key-file") { Description = $"A file with an API key in its encoded form; also taken from {ApiKeyVariable}", HelpName = "FILE" };

    private readonly Option<bool> signed = new("--aws-signed") { Description = "Sign requests with AWS credentials, as Amazon OpenSearch Service asks for it" };

    private readonly AwsCliOptions aws = new("--aws-region");

    /// <summary>Adds them to <paramref name="command"/>.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[index, user, passwordFile, keyFile, signed])
        {
            command.Add(option);
        }

        aws.AddTo(command);
        command.Validators.Add(result =>
        {
            int ways = new[] { result.GetValue(user) is not null, result.GetValue(keyFile) is not null, result.GetValue(signed) }.Count(given => given);
            if (ways > 1)
            {
                result.AddError("Give one of --user, --api-key-file and --aws-signed.");
            }

            if (result.GetValue(passwordFile) is not null && result.GetValue(user) is null)
            {
                result.AddError("--password-file is for a user: name it with --user.");
            }

            if (result.GetValue(index) is { } name && (name.Length == 0 || name.IndexOfAny(['/', '?', '#', ' ', '"', '\\']) >= 0))
            {
                result.AddError($"'{name}' is no index.");
            }
            else if (!patterns && result.GetValue(index) is { } one && one.IndexOfAny(['*', ',']) >= 0)
            {
                result.AddError($"'{one}' may be several indices; records go into one.");
            }
        });
    }

    /// <summary>An address as it is typed; null where it is none.</summary>
    public static Uri? AddressOf(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https" && address.Query.Length == 0 && address.Fragment.Length == 0 ? address : null;

    /// <summary>What was typed, for a server.</summary>
    /// <exception cref="InputException">A secret is missing, or cannot be read.</exception>
    public SearchOptions Read(ParseResult parsed, Uri address, AwsNetwork network) => new()
    {
        Address = address,
        Index = parsed.GetRequiredValue(index),
        Credentials = Credentials(parsed.GetValue(user), parsed.GetValue(passwordFile), parsed.GetValue(keyFile), parsed.GetValue(signed) ? AwsSession.Open(aws.Read(parsed), network) : null),
    };

    /// <summary>Credentials of the environment alone.</summary>
    public static SearchCredentials Usual() => Credentials(Variable("LEASTWISE_SEARCH_USER"), null, null, null);

    private static SearchCredentials Credentials(string? user, string? passwordFile, string? keyFile, AwsSession? session) =>
        session is not null ? SearchCredentials.AwsSigned(session)
        : user is not null ? SearchCredentials.Basic(user, passwordFile is not null ? Secret(passwordFile) : Variable(PasswordVariable)
            ?? throw new InputException($"The password of '{user}' is missing: put it into {PasswordVariable}, or name a file with it by --password-file."))
        : keyFile is not null ? SearchCredentials.ApiKey(Secret(keyFile))
        : Variable(ApiKeyVariable) is { } key ? SearchCredentials.ApiKey(key)
        : SearchCredentials.None;

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private static string Secret(string path)
    {
        try
        {
            return File.ReadAllText(path).TrimEnd('\r', '\n') is { Length: > 0 } secret ? secret : throw new InputException($"{path}: the file is empty.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: the file could not be read ({exception.Message.TrimEnd('.')}).");
        }
    }
}
