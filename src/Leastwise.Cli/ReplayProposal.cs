using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using Leastwise.Policies;
using Leastwise.Principals;
using Leastwise.Reporting;
using Leastwise.Text;
using Leastwise.Trimming.Replaying;

namespace Leastwise.Cli;

/// <summary>The options of <c>replay</c> that give the proposed policies.</summary>
internal sealed class ReplayProposal
{
    private readonly Option<string[]> policy = Files("--policy", "Policies in the place of everything that the user or role holds, its groups' policies too");
    private readonly Option<string[]> boundary = Files("--boundary", "A permissions boundary in the place of the present one, or as the first");
    private readonly Option<string[]> serviceControl = Files("--scp", "Service control policies: in the place of the organization's of the same name (the file's, or its Id), else as one more level");
    private readonly Option<string[]> resourceControl = Files("--rcp", "Resource control policies, likewise");

    /// <summary>What every replay rests on.</summary>
    public static ImmutableArray<string> Remarks { get; } =
    [
        "Only what the logs hold is replayed: what is needed once a year, or is recorded in no log, is not in them.",
        "Session policies are not in the logs; a resource's own policy counts where it was given, and is taken to leave the decision to the account's policies where it was not.",
    ];

    /// <summary>Adds them to <paramref name="command"/>.</summary>
    public void AddTo(Command command)
    {
        foreach (Option<string[]> option in All)
        {
            command.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (All.All(option => result.GetValue(option) is not { Length: > 0 }))
            {
                result.AddError("Say what is proposed: --policy, --boundary, --scp or --rcp, with a file.");
            }
        });
    }

    /// <summary>Whether the proposal takes the place of one user's or role's own policies.</summary>
    public bool IsOfPrincipal(CommandResult result) => result.GetValue(policy) is { Length: > 0 } || result.GetValue(boundary) is { Length: > 0 };

    /// <summary>Reads the files. A policy that was only read in part would be decided wrongly, and AWS would refuse it; so it is refused.</summary>
    /// <exception cref="InputException">A file cannot be used.</exception>
    public Proposal Read(ParseResult parsed, out ImmutableArray<string> remarks)
    {
        var problems = new List<Diagnostic>();
        ImmutableArray<NamedPolicy> Of(Option<string[]> option, PolicyKind kind) => [.. (parsed.GetValue(option) ?? []).Select(file => PolicyOptions.Read(file, kind, problems))];
        ImmutableArray<NamedPolicy> identity = Of(policy, PolicyKind.CustomerManaged), limit = Of(boundary, PolicyKind.CustomerManaged), levels = Of(serviceControl, PolicyKind.ServiceControl);
        var proposal = new Proposal
        {
            Identity = identity.IsEmpty ? null : identity,
            Boundary = limit.IsEmpty ? null : limit,
            ServiceControl = levels,
            ResourceControl = Of(resourceControl, PolicyKind.ResourceControl),
        };
        if (problems.Find(problem => problem.Severity != DiagnosticSeverity.Note) is { } error)
        {
            throw new InputException($"{Legible.Plain(error.ToString())} AWS would refuse such a policy, so it is not replayed.");
        }

        if (levels.Concat(proposal.ResourceControl).GroupBy(one => one.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new InputException($"Two of the files are named {Legible.Plain(twice.Key)}, and a policy takes the place of the one of its name; rename one.");
        }

        bool denies = !levels.IsEmpty && levels.All(one => one.Document.Statements.All(statement => statement.Effect == Effect.Deny));
        remarks = denies ? ["The service control policies only deny, so they are taken to stand beside FullAWSAccess."] : [];
        return proposal;
    }

    private Option<string[]>[] All => [policy, boundary, serviceControl, resourceControl];

    private static Option<string[]> Files(string name, string description) =>
        new(name) { Description = description, HelpName = "FILE", AllowMultipleArgumentsPerToken = true };
}
