/** The names that answers may have, so that a misspelt one is refused by the check. */
export const answerNames: readonly string[] = (
  'accepted action arrivalDue arrivalWarnAt arriveFrom arriveUntil askFor at by capExceeded capReachedAt ' +
  'carryOut carryToNextYear category centrePrepares chargedToDealerCny classification closeAllowed collect ' +
  'companyTotal componentInWarranty countedQuantity currency customerMayTerminate customerTotal dealerPays ' +
  'dealerTotal decision decisionPerComponent deduction deliveryFee deliveryFeeCny depositCny due dueDate ' +
  'engineerMayDecide escalate escalateTo excludedBy explainToCustomer failed feeCny final firstDue form ' +
  'freightPayer freightPayerInbound freightPayerOutbound fund goodwill handoverDue handoverStatus inWarranty ' +
  'intake issue keyCustomerPassed largeItem lastDay lateAfter latestNoticeDate levels lines loanerIssued ' +
  'lossPayer mandatory manufacturerTotal mayRefuse missing needed next notTo notify notifyCustomer offer ' +
  'offsetGoods onDate openCase part partners passed pausedWorkingMinutes payer phoneAt policyVersion ' +
  'priceCny priority promise1min quality quoteForm quoteNeeded reasonNeeded record refuse remind renewal ' +
  'repairCompletedDue repairCostPayer repairDue repairMayStart repeat required resolutionDue responseDue ' +
  'returnRatePassed role route routeTo settleBy settlementYear shippedBackDue spareUnit status steps ' +
  'suppliedInLimitCny target technicianDue tellSender term termStarts then thresholdReached tier to total ' +
  'totalWait until value valuePctRounded violation waitingFor warnAt warrantyLastDay warrantyOver '
)
  .trim()
  .split(' ');

/** What the answer `decision` may say: cases act on these words, and on no other. */
export const decisionNames: readonly string[] = (
  'return exchange paid_repair warranty_repair goodwill_repair not_special free_service paid_service refused ' +
  'not_accepted accepted pending granted blocked substitute accept_on_spot return_and_resupply pending_proof ' +
  'paid_parts_free_labour repair_first excluded warranty_repair_only'
).split(' ');
