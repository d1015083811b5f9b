using System.Collections.Immutable;
using System.CommandLine;
using Leastwise.Evaluation.Decisions;
using Leastwise.Policies;
using Leastwise.Principals;
using Leastwise.Text;

namespace Leastwise.Cli;

/// <summary>The options of <c>simulate</c> that give policies as files; each takes the place of what the account files say of its layer.</summary>
internal sealed class PolicyOptions
{
    private readonly Option<string[]> identity = Files("--identity-policy", "Policies of the principal", several: true);
    private readonly Option<string[]> boundary = Files("--permission-boundary", "Its permissions boundary", several: true);
    private readonly Option<string[]> session = Files("--session-policy", "Policies passed when its session was made", several: true);
    private readonly Option<string[]> serviceControl = Files("--scp", "A level of service control policies, root first; several files of one level with commas between", several: false);
    private readonly Option<string[]> resourceControl = Files("--rcp", "A level of resource control policies, likewise", several: false);
    private readonly Option<string?> resource = new("--resource-policy") { Description = "The resource's own policy: of a bucket, a key, a queue; a role's trust", HelpName = "FILE" };
    private readonly Option<string[]> endpoint = Files("--endpoint-policy", "The policy of the VPC endpoint that the request comes through", several: true);

    /// <summary>Adds them to <paramref name="command"/>.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { identity, boundary, session, serviceControl, resourceControl, resource, endpoint })
        {
            command.Add(option);
        }
    }

    /// <summary>Whether the principal's own policies are given as files.</summary>
    public bool GivesIdentity(ParseResult parsed) => parsed.GetValue(identity) is { Length: > 0 };

    /// <summary>Reads the files that were named; other layers stay as they are.</summary>
    /// <exception cref="InputException">A file cannot be used at all.</exception>
    public PolicySet Apply(PolicySet known, ParseResult parsed, List<Diagnostic> problems)
    {
        string[] Named(Option<string[]> option) => parsed.GetValue(option) ?? [];
        ImmutableArray<NamedPolicy> Layer(Option<string[]> option, PolicyKind kind, ImmutableArray<NamedPolicy> otherwise) =>
            Named(option) is { Length: > 0 } files ? [.. files.Select(file => Read(file, kind, problems))] : otherwise;
        ImmutableArray<ImmutableArray<NamedPolicy>> Levels(Option<string[]> option, PolicyKind kind, ImmutableArray<ImmutableArray<NamedPolicy>> otherwise) =>
            Named(option) is { Length: > 0 } levels
                ? [.. levels.Select(level => level.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(file => Read(file, kind, problems)).ToImmutableArray())]
                : otherwise;
        return known with
        {
            Identity = Layer(identity, PolicyKind.CustomerManaged, known.Identity),
            Boundaries = Layer(boundary, PolicyKind.CustomerManaged, known.Boundaries),
            Sessions = Layer(session, PolicyKind.Session, known.Sessions),
            Endpoints = Layer(endpoint, PolicyKind.Endpoint, known.Endpoints),
            ServiceControl = Levels(serviceControl, PolicyKind.ServiceControl, known.ServiceControl),
            ResourceControl = Levels(resourceControl, PolicyKind.ResourceControl, known.ResourceControl),
            Resource = parsed.GetValue(resource) is { } file ? Read(file, PolicyKind.Resource, problems) : known.Resource,
        };
    }

    private static Option<string[]> Files(string name, string description, bool several) => new(name)
    {
        Description = description,
        HelpName = several ? "FILE" : "FILE[,FILE]",
        AllowMultipleArgumentsPerToken = several,
    };

    /// <summary>Reads one policy's file; what is wrong with parts of it is added to <paramref name="problems"/>.</summary>
    /// <exception cref="InputException">The file cannot be used at all.</exception>
    public static NamedPolicy Read(string file, PolicyKind kind, List<Diagnostic> problems)
    {
        string text;
        try
        {
            text = File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{file}: the policy could not be read ({exception.Message.TrimEnd('.')}).");
        }

        PolicyDocument document = PolicyParser.Parse(text, file);
        if (document.Statements.IsEmpty && document.Diagnostics.FirstOrDefault(problem => problem.Severity == DiagnosticSeverity.Error) is { } unusable)
        {
            throw new InputException(unusable.ToString());
        }

        problems.AddRange(document.Diagnostics);
        return new NamedPolicy { Name = document.Id ?? Path.GetFileNameWithoutExtension(file), Kind = kind, Document = document };
    }
}
