using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Principals;

namespace Leastwise.Tests.Principals;

/// <summary>Account files that nobody of this project wrote, where they stand beside the checkout.</summary>
public sealed class RealAccountTests
{
    private static readonly GrantCalculator Calculator = new(ActionCatalog.Default);

    [SkippableFact]
    public void Every_account_file_of_the_real_data_is_read_and_its_grants_are_found()
    {
        Skip.IfNot(Directory.Exists(Repository.SharedData), Repository.NoSharedData);
        string[] files = [.. Directory.EnumerateFiles(Path.Combine(Repository.SharedData, "iam"), "*.json", SearchOption.AllDirectories)
            .Where(file => AuthorizationDetailsReader.LooksLike(file) && !OrganizationReader.LooksLike(file))];

        files.Length.ShouldBeGreaterThan(10);
        foreach (string file in files)
        {
            AuthorizationDetails details = AuthorizationDetailsReader.Read([file]);
            details.Diagnostics.ShouldBeEmpty(file);
            details.Accounts.ShouldNotBeEmpty(file);
            foreach (AccountSnapshot account in details.Accounts)
            {
                account.Actors.ShouldAllBe(actor => Calculator.GrantsOf(actor, account, null).Principal == actor);
            }
        }
    }

    [SkippableFact]
    public void The_example_of_the_aws_command_is_a_page_that_more_should_follow()
    {
        string file = Path.Combine(Repository.SharedData, "iam", "aws_cli_example", "get-account-authorization-details_0.json");
        Skip.IfNot(File.Exists(file), Repository.NoSharedData);

        AccountSnapshot account = AuthorizationDetailsReader.Read([file]).Accounts.Single();

        account.IsTruncated.ShouldBeTrue();
        IamUser bob = account.Users.Single(user => user.Name == "Bob");
        Calculator.GrantsOf(bob, account, null).Actions.Contains(ActionCatalog.Default.Find("iam:CreateUser")!.Id).ShouldBeFalse("his inline Deny is a single statement");
    }

    [SkippableFact]
    public void The_sample_organization_is_read_whole()
    {
        string samples = Repository.PathOf("samples", "acme");
        Skip.IfNot(Directory.Exists(samples), "The sample organization, samples/acme, is not in this checkout yet.");

        AuthorizationDetails details = AuthorizationDetailsReader.Read([Path.Combine(samples, "iam")]);
        OrganizationSnapshot organization = OrganizationReader.Read(Path.Combine(samples, "organization.json"));

        details.Diagnostics.ShouldBeEmpty();
        details.Accounts.Select(account => account.AccountId).ShouldBe(["111111111111", "222222222222"]);
        organization.Diagnostics.ShouldBeEmpty();
        organization.LevelsOf("111111111111").Length.ShouldBe(3);
        details.Accounts[0].Users.ShouldContain(user => user.Name == "123");
    }
}
