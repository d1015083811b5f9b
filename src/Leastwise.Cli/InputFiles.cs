using System.Collections.Immutable;
using Leastwise.Principals;
using Leastwise.Remote.Accounts;
using Leastwise.Text;
using Leastwise.Trail;
using Leastwise.Usage;

namespace Leastwise.Cli;

/// <summary>The files that a request stands for, sorted by what they hold, never by their names.</summary>
/// <param name="Iam">Account details.</param>
/// <param name="Organization">The organization; null where there is none.</param>
/// <param name="ResourcePolicies">Policies of resources; null where there are none.</param>
/// <param name="Trail">Logs, files or folders.</param>
/// <param name="Diagnostics">What was passed over.</param>
internal sealed record InputFiles(
    ImmutableArray<string> Iam,
    string? Organization,
    string? ResourcePolicies,
    ImmutableArray<string> Trail,
    ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>IAM's last-accessed data of users and roles.</summary>
    public ImmutableArray<string> LastAccessed { get; init; } = [];

    /// <summary>Trails with their event selectors, as 'collect' writes them.</summary>
    public ImmutableArray<string> TrailSettings { get; init; } = [];

    /// <summary>Aliases and permission sets, as 'collect' writes them.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>IAM's credential reports.</summary>
    public ImmutableArray<string> CredentialReports { get; init; } = [];

    private enum Kind
    {
        Iam,
        Organization,
        OrganizationAnswers,
        ResourcePolicies,
        LastAccessed,
        CredentialReport,
        TrailSettings,
        Note,
        Trail,
        Other,
    }

    /// <summary>Sorts what the user pointed at. What was named by an option is what the option says; in a folder the content tells.</summary>
    public static InputFiles Find(InputRequest request)
    {
        if (request.Folder is not { } folder)
        {
            return new InputFiles([.. request.Iam], request.Organization, null, [.. request.Trail], []);
        }

        var files = TrailFiles.Find([folder]).ToList();
        var diagnostics = files
            .Select(file => file.Problem)
            .OfType<Diagnostic>()
            .ToImmutableArray();
        ILookup<Kind, string> sorted = files.Where(file => file.Problem is null).ToLookup(file => KindOf(file.Path), file => file.Path);
        // The answers of the 'aws organizations' commands lie together in a folder below; which it is, the answer with the roots tells.
        string? answers = sorted[Kind.OrganizationAnswers].Select(Path.GetDirectoryName).FirstOrDefault(place => place is not null && !IsSame(place, folder));
        string? organization = request.Organization ?? sorted[Kind.Organization].FirstOrDefault() ?? answers;
        bool IsAnswer(string file) => answers is not null && Path.GetFullPath(file).StartsWith(Path.GetFullPath(answers) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        IEnumerable<Diagnostic> secondOrganizations = sorted[Kind.Organization]
            .Where(file => file != organization)
            .Select(file => Note(file, $"Passed over: '{organization}' describes the organization already."));
        IEnumerable<Diagnostic> others = sorted[Kind.Other].Select(file => Note(file, "Passed over: it is neither JSON nor packed, nor a table or lines of records."));
        IEnumerable<Diagnostic> loose = sorted[Kind.OrganizationAnswers].Where(file => !IsAnswer(file))
            .Select(file => Note(file, "Passed over: put the answers of the 'aws organizations' commands into a folder of their own (docs/organization.md)."));
        return new InputFiles(
            [.. request.Iam, .. sorted[Kind.Iam].Where(file => !IsAnswer(file))],
            organization,
            sorted[Kind.ResourcePolicies].FirstOrDefault(),
            [.. request.Trail, .. sorted[Kind.Trail].Where(file => !IsAnswer(file))],
            [.. diagnostics, .. secondOrganizations, .. others, .. loose])
        {
            LastAccessed = [.. sorted[Kind.LastAccessed]],
            CredentialReports = [.. sorted[Kind.CredentialReport]],
            TrailSettings = [.. sorted[Kind.TrailSettings]],
            Notes = [.. sorted[Kind.Note]],
        };
    }

    private static bool IsSame(string a, string b) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(a)) == Path.TrimEndingDirectorySeparator(Path.GetFullPath(b));

    private static Diagnostic Note(string file, string message) => new(DiagnosticSeverity.Note, message, SourcePosition.WholeFile(file));

    private static Kind KindOf(string file) => TrailLikenesses.Of(file) switch
    {
        // Account details and organizations are plain JSON objects or lists of them.
        TrailLikeness.Json when AuthorizationDetailsReader.LooksLike(file) => Kind.Iam,
        TrailLikeness.Json when OrganizationReader.LooksLike(file) => Kind.Organization,
        TrailLikeness.Json when OrganizationReader.IsListOfRoots(file) => Kind.OrganizationAnswers,
        TrailLikeness.Json when ResourcePoliciesReader.LooksLike(file) => Kind.ResourcePolicies,
        TrailLikeness.Json when LastAccessedReader.LooksLike(file) => Kind.LastAccessed,
        // What 'collect' wrote in a form of its own says so itself.
        TrailLikeness.Json when AccountCollection.NoteOf(file) is { } note => note switch { "trails" => Kind.TrailSettings, "account" or "permissionSets" => Kind.Note, _ => Kind.Other },
        TrailLikeness.Other when CredentialReportReader.LooksLike(file) => Kind.CredentialReport,
        TrailLikeness.Json or TrailLikeness.Log => Kind.Trail,
        _ => Kind.Other,
    };
}
