using System.CommandLine;

namespace Leastwise.Cli;

/// <summary><c>create-exclusions-file</c>: a starting file that excludes nothing yet and explains itself.</summary>
internal static class CreateExclusionsFileCommand
{
    private const string Start = """
        # What 'leastwise scan -e FILE' leaves out. Nothing is hidden: what is excluded is listed as excluded, with the reason.
        # Names are without regard to case; * stands for any characters.

        # Ours: a rule excludes what matches everything that it names (principal, policy, action, kind, sid, id, account; each one name or a list).
        # On the day after 'expires' it excludes nothing any more.
        exclusions: []
        #  - principal: role/deploy*
        #    kind: PrivilegeEscalation
        #    action: iam:PassRole
        #    reason: The deployment role passes the roles of the applications; reviewed with the platform team.
        #    owner: platform@example.com
        #    expires: 2027-06-30

        # As in Cloudsplaining's file: lists of names, ids or paths.
        policies: []
        roles: []
        users: []
        groups: []

        # Actions that count as carrying data away, besides those that Leastwise knows; and actions that are no finding.
        include-actions: []
        exclude-actions: []

        # Accounts that roles may trust.
        known-accounts: []

        """;

    public static Command Create(Terminal terminal) => StartingFile.Verb(
        terminal, "create-exclusions-file", "Write a file to list in it what is meant to be as it is, for 'scan -e'.", "exclusions.yml", Start, file => $"Add what is meant to be as it is, then run 'leastwise scan -i FILE -e {file}'.");
}
